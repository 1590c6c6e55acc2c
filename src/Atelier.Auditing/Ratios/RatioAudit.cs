using System.Text.Json.Serialization;

namespace Atelier.Auditing;

/// <summary>The audit of a table that has one group's shares instead of counts, like the one published with Zhao et al. 2017.</summary>
public sealed record RatioAudit
{
    /// <summary>The group whose shares the table has.</summary>
    public required string Group { get; init; }

    /// <summary>What to call everyone else.</summary>
    public required string Rest { get; init; }

    /// <summary>The columns of predictions.</summary>
    public required IReadOnlyList<RatioStage> Stages { get; init; }

    /// <summary>The labels, most amplified in the first stage first.</summary>
    public required IReadOnlyList<RatioLabel> Labels { get; init; }

    /// <summary>What to know before trusting the figures, one sentence each.</summary>
    public IReadOnlyList<string> Caveats { get; } =
        ["A table of shares has no counts: the intervals show how much a mean depends on the choice of labels, not on how many rows are behind each."];

    /// <summary>The options of the audit.</summary>
    [JsonIgnore]
    public AuditOptions Options { get; init; } = new();

    /// <summary>Audits a file.</summary>
    /// <param name="path">A CSV file with a row for each label: the group's share in training, and in predictions.</param>
    /// <param name="group">The group whose shares they are, for reports.</param>
    /// <param name="rest">What to call everyone else.</param>
    /// <param name="label">The column of the labels; null for the first that does not hold numbers.</param>
    /// <param name="training">The column of the shares in the training data; null for the first with "train" in its name.</param>
    /// <param name="predicted">The columns of the shares in predictions, one for each stage; null for all other named columns of numbers.</param>
    /// <param name="options">Margin and intervals; the defaults if null.</param>
    /// <exception cref="AuditException">The file is missing, damaged or not such a table.</exception>
    public static RatioAudit Read(
        string path,
        string group = "the group",
        string rest = "the rest",
        string? label = null,
        string? training = null,
        IReadOnlyList<string>? predicted = null,
        AuditOptions? options = null)
    {
        options ??= new();
        var (stages, labels) = RatioTable.Read(path, label, training, predicted ?? []);
        return new()
        {
            Group = group,
            Rest = rest,
            Stages = [.. stages.Select((stage, at) => new RatioStage(
                stage,
                Mean([.. labels.Select(row => row.Amplification[at])], options),
                labels.Count(row => Math.Abs(row.Predicted[at] - row.Training) > options.Margin)))],
            Labels = [.. labels.OrderByDescending(row => row.Amplification[0]).ThenBy(row => row.Label, StringComparer.Ordinal)],
            Options = options,
        };
    }

    /// <summary>Who has the larger share of a label in the training data.</summary>
    public string Leader(RatioLabel label)
    {
        ArgumentNullException.ThrowIfNull(label);
        return label.IsLedByGroup ? Group : Rest;
    }

    /// <summary>Writes the audit as a page for people: one HTML file that needs no other.</summary>
    /// <param name="path">The HTML file.</param>
    /// <param name="source">What was audited, such as a file's name.</param>
    /// <param name="highlight">The label to feature; the most amplified if null.</param>
    public void WriteReport(string path, string source, RatioLabel? highlight = null) =>
        ReportPage.Write(path, source, [RatioReport.Section(this, highlight ?? Labels[0])]);

    internal static double Amplification(double training, double predicted) =>
        ZhaoAmplification.OfLabel([training, 1 - training], [predicted, 1 - predicted]);

    // There are no rows to resample, but there are labels.
    private static Estimate Mean(double[] labels, AuditOptions options)
    {
        var random = new SplitMix64(options.Seed);
        var values = new double[options.Resamples + 1];
        values[0] = labels.Average();
        for (var at = 1; at < values.Length; at++)
        {
            for (var draw = 0; draw < labels.Length; draw++)
                values[at] += labels[random.Next() % (ulong)labels.Length];
            values[at] /= labels.Length;
        }
        return Estimate.Of(values, labels.Length, options)!;
    }
}

/// <summary>One column of predictions, for example before or after calibration.</summary>
/// <param name="Column">Its name.</param>
/// <param name="MeanAmplification">Over the labels; the interval shows how much it depends on the choice of labels.</param>
/// <param name="Violations">How many labels are off by more than the margin.</param>
public sealed record RatioStage(string Column, Estimate MeanAmplification, int Violations);

/// <summary>One label of a ratio table.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Training">The group's share in the training data, 0 to 1.</param>
/// <param name="Predicted">Its share in the predictions, stage by stage.</param>
/// <param name="Amplification">How much the leader gains, stage by stage.</param>
public sealed record RatioLabel(string Label, double Training, IReadOnlyList<double> Predicted, IReadOnlyList<double> Amplification)
{
    /// <summary>Whether the group leads the label in the training data; otherwise the rest do.</summary>
    public bool IsLedByGroup => Training >= 0.5;

    /// <summary>The leader's share, given the group's.</summary>
    public double OfLeader(double share) => IsLedByGroup ? share : 1 - share;
}
