using System.Runtime.InteropServices;
using System.Text;

namespace Atelier.Auditing;

/// <summary>Counts a CSV file while it streams by: memory grows with the labels and groups, not with the rows.</summary>
public sealed class TableReader
{
    private const int RowsBetweenReports = 1 << 16;

    private readonly TableColumns _columns;
    private readonly CsvTable _table;
    private readonly NameTable _labels = new();
    private readonly RowDealer _dealer = new();
    private readonly Contingency[] _counts;
    private readonly byte[][] _missing;
    private readonly (int Column, byte[] Value)[] _where;
    private readonly int _label;
    private readonly int _prediction;
    private readonly int[] _attributes;
    private readonly int[] _predictedAttributes;
    private readonly List<int> _truths = [];
    private readonly List<int> _predictions = [];

    private TableReader(CsvTable table, TableColumns columns)
    {
        (_table, _columns) = (table, columns);
        _label = table.Column(columns.Label);
        _prediction = columns.Prediction is { } prediction ? table.Column(prediction) : -1;
        _attributes = [.. columns.Attributes.Select(table.Column)];
        _predictedAttributes = [.. columns.PredictedAttributes.Select(table.Column)];
        _where = [.. columns.Where.Select(pair => (table.Column(pair.Key), Encoding.UTF8.GetBytes(pair.Value)))];
        _missing = [.. columns.Missing.Select(Encoding.UTF8.GetBytes)];
        _counts = [.. columns.Attributes.Select(attribute => new Contingency(attribute, _labels))];
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The CSV file, with a header.</param>
    /// <param name="columns">Where it holds what.</param>
    /// <param name="progress">Told now and then.</param>
    /// <param name="stop">Stops within the file.</param>
    /// <exception cref="AuditException">The file is missing, damaged, empty, or lacks a column.</exception>
    public static TableCounts Read(string path, TableColumns columns, IProgress<TableProgress>? progress = null, CancellationToken stop = default)
    {
        using var table = CsvTable.Open(path, columns.Encoding);
        return new TableReader(table, columns).Read(progress, stop);
    }

    private TableCounts Read(IProgress<TableProgress>? progress, CancellationToken stop)
    {
        var size = new FileInfo(_table.Path).Length;
        var (rows, withoutLabel, withoutPrediction) = (0L, 0L, 0L);
        try
        {
            while (_table.Read())
            {
                if (!IsWanted())
                    continue;
                if (++rows % RowsBetweenReports == 0)
                {
                    stop.ThrowIfCancellationRequested();
                    progress?.Report(new(rows, Math.Min(size, _table.Position), size));
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
            throw new AuditException(_table.Path, _where is [] ? "has a header and no rows." : "has no row with the values that were asked for.");
        return new(rows, withoutLabel, withoutPrediction, _counts);
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
        return IsMissing(value) ? -1 : _counts[attribute].GroupNumber(value);
    }

    // False where a cell that must hold one label holds none.
    private bool Labels(int column, List<int> labels)
    {
        labels.Clear();
        var cell = _table.Bytes(column);
        if (_columns.Separator is not { } separator)
        {
            if (IsMissing(cell))
                return false;
            labels.Add(_labels.NumberOf(cell));
            return true;
        }
        foreach (var range in cell.Split((byte)separator))
        {
            var name = cell[range].Trim((byte)' ');
            if (!IsMissing(name) && _labels.NumberOf(name) is var label && !labels.Contains(label))
                labels.Add(label);
        }
        return true;
    }

    private bool IsMissing(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return true;
        foreach (var missing in _missing)
            if (value.SequenceEqual(missing))
                return true;
        return false;
    }

    private bool IsWanted()
    {
        foreach (var (column, value) in _where)
            if (!_table.Bytes(column).SequenceEqual(value))
                return false;
        return true;
    }
}
