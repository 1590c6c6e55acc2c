namespace Atelier.Auditing;

/// <summary>
/// Counts of label, prediction and group, for one attribute: all that an audit needs of a table. Its size is that of the
/// labels times the groups, however many rows there are.
/// </summary>
public sealed class Contingency
{
    private readonly NameTable _labels;
    private readonly NameTable _groups = new();
    private readonly List<List<GroupCell?>> _cells = [];
    private readonly List<BlockCount> _rows = [];
    private readonly List<BlockCount> _correct = [];
    private readonly RowDealer _dealer = new();

    /// <param name="attribute">The attribute's name, for example that of its column.</param>
    public Contingency(string attribute)
        : this(attribute, new())
    {
    }

    internal Contingency(string attribute, NameTable labels) => (Attribute, _labels) = (attribute, labels);

    /// <summary>The attribute's name.</summary>
    public string Attribute { get; }

    /// <summary>The labels, true and predicted, in the order in which they came.</summary>
    public IReadOnlyList<string> Labels => _labels.Names;

    /// <summary>The attribute's values, true and predicted, in the order in which they came.</summary>
    public IReadOnlyList<string> Groups => _groups.Names;

    /// <summary>Rows whose group is known; the others are in none of the counts.</summary>
    public long Rows => _rows.Sum(rows => rows.Total);

    /// <summary>Rows whose group is not known.</summary>
    public long MissingGroups { get; private set; }

    /// <summary>Rows whose group is known, and for which no group was predicted.</summary>
    public long MissingGuesses { get; private set; }

    /// <summary>Whether any row came with a prediction of its group.</summary>
    public bool HasGuesses { get; private set; }

    /// <summary>Counts a row of training data, which has no prediction.</summary>
    /// <param name="label">The label.</param>
    /// <param name="group">The attribute's value; null where it is not known.</param>
    public void Add(string label, string? group) => Add([label], [], group);

    /// <summary>Counts a row of one true and one predicted label.</summary>
    /// <param name="label">The truth.</param>
    /// <param name="prediction">What the model says.</param>
    /// <param name="group">The attribute's value; null where it is not known.</param>
    /// <param name="predictedGroup">The value that the model predicts; null where it predicts none.</param>
    public void Add(string label, string prediction, string? group, string? predictedGroup = null) =>
        Add([label], [prediction], group, predictedGroup);

    /// <summary>Counts a row of several labels, or of none.</summary>
    /// <param name="labels">The true ones, each once.</param>
    /// <param name="predictions">What the model says, each once.</param>
    /// <param name="group">The attribute's value; null where it is not known.</param>
    /// <param name="predictedGroup">The value that the model predicts; null where it predicts none.</param>
    public void Add(IEnumerable<string> labels, IEnumerable<string> predictions, string? group, string? predictedGroup = null) => Add(
        [.. labels.Select(_labels.NumberOf)],
        [.. predictions.Select(_labels.NumberOf)],
        group is null ? -1 : _groups.NumberOf(group),
        predictedGroup is null ? -1 : _groups.NumberOf(predictedGroup),
        _dealer.Next());

    /// <summary>Rows of a label in a group.</summary>
    /// <param name="label">True label.</param>
    /// <param name="group">Value of the attribute.</param>
    public long Truth(string label, string group) => Cell(_labels.Find(label), _groups.Find(group))?.Truth?.Total ?? 0;

    /// <summary>Rows of a group that are predicted to have a label.</summary>
    /// <param name="label">Predicted label.</param>
    /// <param name="group">Value of the attribute.</param>
    public long Predicted(string label, string group) => Cell(_labels.Find(label), _groups.Find(group))?.Predicted?.Total ?? 0;

    /// <summary>Rows of a group.</summary>
    /// <param name="group">Value of the attribute.</param>
    public long RowsIn(string group) => RowsOf(_groups.Find(group))?.Total ?? 0;

    internal int GroupNumber(ReadOnlySpan<byte> utf8) => _groups.NumberOf(utf8);

    // A number below 0 is an unknown group.
    internal void Add(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, int group, int guess, int block)
    {
        if (group < 0)
        {
            MissingGroups++;
            return;
        }
        var hits = 0;
        foreach (var label in labels)
        {
            Own(label, group).AddTruth(block);
            if (guess >= 0)
                Own(label, guess).AddGuessed(block);
        }
        foreach (var prediction in predictions)
        {
            var cell = Own(prediction, group);
            cell.AddPredicted(block);
            if (!labels.Contains(prediction))
                continue;
            cell.AddHit(block);
            hits++;
        }
        while (_rows.Count <= group)
        {
            _rows.Add(new());
            _correct.Add(new());
        }
        _rows[group].Add(block);
        if (hits == labels.Length && hits == predictions.Length)
            _correct[group].Add(block);
        HasGuesses |= guess >= 0;
        if (guess < 0)
            MissingGuesses++;
    }

    internal GroupCell? Cell(int label, int group) =>
        label >= 0 && group >= 0 && label < _cells.Count && group < _cells[label].Count ? _cells[label][group] : null;

    internal BlockCount? RowsOf(int group) => group >= 0 && group < _rows.Count ? _rows[group] : null;

    internal BlockCount? CorrectOf(int group) => group >= 0 && group < _correct.Count ? _correct[group] : null;

    private GroupCell Own(int label, int group)
    {
        while (_cells.Count <= label)
            _cells.Add([]);
        var row = _cells[label];
        while (row.Count <= group)
            row.Add(null);
        return row[group] ??= new();
    }
}
