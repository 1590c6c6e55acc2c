namespace Atelier.Auditing;

/// <summary>The audit of a table that has shares of one group in place of counts, such as that published with Zhao et al. 2017.</summary>
public sealed record RatioAudit
{
    /// <summary>Whose share it is.</summary>
    public required string Group { get; init; }

    /// <summary>Who the rest are.</summary>
    public required string Rest { get; init; }

    /// <summary>The columns of predictions.</summary>
    public required IReadOnlyList<RatioStage> Stages { get; init; }

    /// <summary>The labels, most amplified in the first stage first.</summary>
    public required IReadOnlyList<RatioLabel> Labels { get; init; }

    /// <summary>Audits a file.</summary>
    /// <param name="path">A CSV file: label, share in training, shares in predictions.</param>
    /// <param name="columns">Where it holds what.</param>
    /// <param name="options">Margin, confidence, resamples, seed.</param>
    /// <exception cref="AuditException">The file is no such table.</exception>
    public static RatioAudit Of(string path, RatioColumns columns, AuditOptions options)
    {
        var (stages, labels) = RatioTable.Read(path, columns);
        return new()
        {
            Group = columns.Group,
            Rest = columns.Rest,
            Stages = [.. stages.Select((stage, at) => new RatioStage(
                stage,
                Mean([.. labels.Select(label => label.Amplification[at])], options),
                labels.Count(label => Math.Abs(label.Predicted[at] - label.Training) > options.Margin)))],
            Labels = [.. labels.OrderByDescending(label => label.Amplification[0]).ThenBy(label => label.Label, StringComparer.Ordinal)],
        };
    }

    /// <summary>Who has the larger share of a label in the training data.</summary>
    public string Leader(RatioLabel label) => label.IsLedByGroup ? Group : Rest;

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
