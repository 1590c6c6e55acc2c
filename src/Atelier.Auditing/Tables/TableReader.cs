using System.Runtime.InteropServices;
using System.Text;

namespace Atelier.Auditing;

/// <summary>Counts a CSV file as it streams by.</summary>
internal sealed class TableReader
{
    private const int RowsBetweenReports = 1 << 16;

    private readonly TableColumns _columns;
    private readonly CsvTable _table;
    private readonly NameTable _labels = new();
    private readonly RowDealer _dealer = new();
    private readonly Contingency[] _counts;
    private readonly RowFilter _filter;
    private readonly int _label;
    private readonly int _prediction;
    private readonly int[] _attributes;
    private readonly int[] _predictedAttributes;
    private readonly List<int> _truths = [];
    private readonly List<int> _predictions = [];

    /// <param name="table">Before its first row.</param>
    /// <param name="columns">Which columns hold what.</param>
    public TableReader(CsvTable table, TableColumns columns)
    {
        (_table, _columns, _filter) = (table, columns, new(table, columns));
        _label = table.Column(columns.Label);
        _prediction = columns.Prediction is { } prediction ? table.Column(prediction) : -1;
        _attributes = [.. columns.Attributes.Select(table.Column)];
        _predictedAttributes = [.. columns.PredictedAttributes.Select(table.Column)];
        _counts = [.. columns.Attributes.Select(attribute => new Contingency(attribute, _labels))];
    }

    /// <summary>See <see cref="TableCounts.Read"/>.</summary>
    public TableCounts Read(IProgress<double>? progress, CancellationToken stop)
    {
        var size = new FileInfo(_table.Path).Length;
        var (rows, withoutLabel, withoutPrediction) = (0L, 0L, 0L);
        try
        {
            while (_table.Read())
            {
                if (!_filter.IsWanted())
                    continue;
                if (++rows % RowsBetweenReports == 0)
                {
                    stop.ThrowIfCancellationRequested();
                    progress?.Report(Math.Min(1, _table.Position / (double)size));
                }
                if (!Labels(_label, _truths))
                    withoutLabel++;
                else if (_prediction >= 0 && !Labels(_prediction, _predictions))
                    withoutPrediction++;
                else
                    Count();
            }
        }
        catch (DecoderFallbackException e)
        {
            throw _table.NotUtf8(e);
        }
        if (rows == 0)
            throw new AuditException(_table.Path, _filter.IsSelective ? "has no row with the values asked for." : "has a header but no rows.");
        return new(_table.Path, rows, withoutLabel, withoutPrediction, _counts);
    }

    private void Count()
    {
        var block = _dealer.Next();
        var truths = CollectionsMarshal.AsSpan(_truths);
        var predictions = CollectionsMarshal.AsSpan(_predictions);
        for (var at = 0; at < _attributes.Length; at++)
            _counts[at].Add(truths, predictions, Group(at, _attributes[at]), at < _predictedAttributes.Length ? Group(at, _predictedAttributes[at]) : -1, block);
    }

    private int Group(int attribute, int column)
    {
        var value = _table.Bytes(column);
        return _filter.IsMissing(value) ? -1 : _counts[attribute].GroupNumber(value);
    }

    // False if a cell that must hold a label holds none.
    private bool Labels(int column, List<int> labels)
    {
        labels.Clear();
        var cell = _table.Bytes(column);
        if (_columns.Separator is not { } separator)
        {
            if (_filter.IsMissing(cell))
                return false;
            labels.Add(_labels.NumberOf(cell));
            return true;
        }
        foreach (var range in cell.Split((byte)separator))
        {
            var name = cell[range].Trim((byte)' ');
            if (!_filter.IsMissing(name) && _labels.NumberOf(name) is var label && !labels.Contains(label))
                labels.Add(label);
        }
        return true;
    }
}
