namespace Atelier.Auditing;

/// <summary>Examples with a score for each label, all in memory: calibration goes over them again and again.</summary>
public sealed class ScoreTable
{
    private readonly Dictionary<string, int> _labels = new(StringComparer.Ordinal);
    private readonly NameTable _groups = new();
    private readonly List<ScoredExample> _examples = [];

    /// <param name="attribute">The attribute's name.</param>
    /// <param name="labels">The labels, two or more.</param>
    /// <exception cref="ArgumentException">There are fewer than two labels.</exception>
    public ScoreTable(string attribute, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Count < 2)
            throw new ArgumentException($"Scores choose between labels; there must be two or more, not {labels.Count}.", nameof(labels));
        (Attribute, Labels) = (attribute, labels);
        foreach (var (at, label) in labels.Index())
            _labels.TryAdd(label, at);
    }

    /// <summary>The attribute's name.</summary>
    public string Attribute { get; }

    /// <summary>The labels.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The attribute's values, in order of appearance.</summary>
    public IReadOnlyList<string> Groups => _groups.Names;

    /// <summary>How many examples there are.</summary>
    public int Rows => _examples.Count;

    /// <summary>Rows of the file that were left out because they have no label.</summary>
    public long WithoutLabel { get; internal set; }

    /// <summary>The examples, in the order they were added.</summary>
    internal IReadOnlyList<ScoredExample> Examples => _examples;

    /// <summary>Adds an example.</summary>
    /// <param name="label">The true label.</param>
    /// <param name="group">The attribute's value; null if it is unknown.</param>
    /// <param name="scores">One for each label; the highest wins. Logits or log-probabilities work best, probabilities will do.</param>
    /// <exception cref="ArgumentException">The label is not one of <see cref="Labels"/>, or there are not as many scores as labels.</exception>
    public void Add(string label, string? group, params ReadOnlySpan<float> scores)
    {
        if (!_labels.TryGetValue(label, out var number))
            throw new ArgumentException($"'{label}' is not one of the labels.", nameof(label));
        if (scores.Length != Labels.Count)
            throw new ArgumentException($"There are {scores.Length} scores for {Labels.Count} labels.", nameof(scores));
        _examples.Add(new(number, group is null ? -1 : _groups.NumberOf(group), scores.ToArray()));
    }

    /// <summary>Counts truth and prediction by group; the label with the highest score is the prediction.</summary>
    public Contingency Count() => Count([.. _examples.Select(example => example.Scores.IndexOf(example.Scores.Max()))]);

    /// <summary>Reads a wide table: a row for each example, a column of scores for each label.</summary>
    /// <param name="path">The CSV file.</param>
    /// <param name="columns">The columns of the truth and of one attribute; rows can be chosen by <see cref="TableColumns.Where"/>.</param>
    /// <param name="ignored">Columns that hold neither those nor scores; by default none.</param>
    /// <param name="scores">The columns of the scores, each named for its label; by default all columns not named otherwise.</param>
    /// <param name="stop">Stops within the file.</param>
    /// <exception cref="AuditException">The file is missing, damaged or not such a table.</exception>
    /// <exception cref="ArgumentException">More than one attribute is named, or a separator.</exception>
    public static ScoreTable Read(
        string path, TableColumns columns, IReadOnlyList<string>? ignored = null, IReadOnlyList<string>? scores = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return columns is { Attributes: [var attribute], Separator: null }
            ? new ScoreReader(path, columns, attribute).Read(ignored ?? [], scores ?? [], stop)
            : throw new ArgumentException("Scores go with one attribute, and one label per row.", nameof(columns));
    }

    /// <summary>Counts truth and prediction by group.</summary>
    /// <param name="predicted">The label's index, by example; null to count the truth alone.</param>
    internal Contingency Count(int[]? predicted)
    {
        var counts = new Contingency(Attribute);
        foreach (var (at, example) in _examples.Index())
            counts.Add([Labels[example.Label]], predicted is null ? [] : [Labels[predicted[at]]], example.Group < 0 ? null : Groups[example.Group]);
        return counts;
    }

    internal bool Knows(string label) => _labels.ContainsKey(label);
}

/// <summary>An example with a score for each label.</summary>
/// <param name="Label">The index of its true label.</param>
/// <param name="Group">The index of its group; -1 if it is unknown.</param>
/// <param name="Scores">By label.</param>
internal sealed record ScoredExample(int Label, int Group, float[] Scores);
