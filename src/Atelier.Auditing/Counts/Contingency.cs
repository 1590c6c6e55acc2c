namespace Atelier.Auditing;

/// <summary>
/// Counts of label, prediction and group for one attribute: all that an audit needs of a table. Its size is the number of
/// labels times the number of groups, however many rows there are.
/// </summary>
public sealed class Contingency
{
    private readonly NameTable _labels;
    private readonly NameTable _groups = new();
    private readonly List<List<GroupCell?>> _cells = [];
    private readonly List<BlockCount> _rows = [];
    private readonly List<BlockCount> _correct = [];
    private readonly RowDealer _dealer = new();

    /// <param name="attribute">The attribute's name, for example its column's.</param>
    public Contingency(string attribute)
        : this(attribute, new())
    {
    }

    internal Contingency(string attribute, NameTable labels) => (Attribute, _labels) = (attribute, labels);

    /// <summary>The attribute's name.</summary>
    public string Attribute { get; }

    /// <summary>The labels, true and predicted, in order of appearance.</summary>
    public IReadOnlyList<string> Labels => _labels.Names;

    /// <summary>The attribute's values, true and predicted, in order of appearance.</summary>
    public IReadOnlyList<string> Groups => _groups.Names;

    /// <summary>Rows whose group is known; the others are not counted.</summary>
    public long Rows => _rows.Sum(rows => rows.Total);

    /// <summary>Rows whose group is unknown.</summary>
    public long MissingGroups { get; private set; }

    /// <summary>Rows whose group is known, but for which no group was predicted.</summary>
    public long MissingGuesses { get; private set; }

    /// <summary>Whether any row came with a prediction of its group.</summary>
    public bool HasGuesses { get; private set; }

    /// <summary>Adds a row of training data, which has no prediction.</summary>
    /// <param name="label">The label.</param>
    /// <param name="group">The attribute's value; null if it is unknown.</param>
    public void Add(string label, string? group) => Add([label], [], group);

    /// <summary>Adds a row with one true and one predicted label.</summary>
    /// <param name="label">The truth.</param>
    /// <param name="prediction">The predicted label.</param>
    /// <param name="group">The attribute's value; null if it is unknown.</param>
    /// <param name="predictedGroup">The value that the model predicts; null if it predicts none.</param>
    public void Add(string label, string prediction, string? group, string? predictedGroup = null) =>
        Add([label], [prediction], group, predictedGroup);

    /// <summary>Adds a row with several labels, or none.</summary>
    /// <param name="labels">The true labels, each once.</param>
    /// <param name="predictions">The predicted labels, each once.</param>
    /// <param name="group">The attribute's value; null if it is unknown.</param>
    /// <param name="predictedGroup">The value that the model predicts; null if it predicts none.</param>
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

    /// <summary>
    /// Reweighing (Kamiran and Calders 2012): W(g,y) = n_y * n_g / (n * n_gy). As sample weights in training, they make label
    /// and group independent in the data that the loss sees; each label and each group keeps its total weight.
    /// </summary>
    /// <returns>The weight of each combination of label and group that has rows, in order of appearance.</returns>
    /// <remarks>These must be counts of training data with one label per row.</remarks>
    public IReadOnlyList<SampleWeight> SampleWeights()
    {
        double rows = Rows;
        return
        [
            .. from label in Labels
               let labeled = Groups.Sum(other => Truth(label, other))
               from inGroup in Groups
               let both = Truth(label, inGroup)
               where both > 0
               select new SampleWeight(label, inGroup, both, labeled * RowsIn(inGroup) / (rows * both)),
        ];
    }

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

/// <summary>The weight of the samples of one label in one group.</summary>
/// <param name="Label">The label.</param>
/// <param name="Group">The attribute's value.</param>
/// <param name="Rows">How many there are.</param>
/// <param name="Weight">The weight of each; 1 if label and group are independent.</param>
public sealed record SampleWeight(string Label, string Group, long Rows, double Weight);
