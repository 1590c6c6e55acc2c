using System.Globalization;

namespace Atelier.Auditing;

/// <summary>The page of an audit of shares.</summary>
public static class RatioReport
{
    /// <summary>Writes the page.</summary>
    /// <param name="path">The HTML file.</param>
    /// <param name="source">What was audited, such as a file's name.</param>
    /// <param name="audit">The audit.</param>
    /// <param name="options">Those of the audit.</param>
    /// <param name="highlight">The label to show in large.</param>
    public static void Write(string path, string source, RatioAudit audit, AuditOptions options, RatioLabel highlight) =>
        ReportPage.Write(path, source, [Section(audit, options, highlight)]);

    internal static ReportSection Section(RatioAudit audit, AuditOptions options, RatioLabel highlight)
    {
        var labels = audit.Labels.Select(label => Label(audit, label)).ToList();
        var (first, last) = (audit.Stages[0], audit.Stages[^1]);
        string[] stages = audit.Stages.Count == 2 ? ["predicted", "after calibration"] : audit.Stages.Count == 1 ? ["predicted"] : [.. audit.Stages.Select(stage => stage.Column)];
        return new()
        {
            Heading = $"{audit.Group} and {audit.Rest}",
            Headline = AmplificationSummary.Headline(first.MeanAmplification),
            Detail = AmplificationSummary.Detail(first.MeanAmplification, options.Confidence)
                + (audit.Stages.Count > 1 ? $" {char.ToUpperInvariant(stages[^1][0])}{stages[^1][1..]}, {Html.Points(last.MeanAmplification.Value)} points are left." : ""),
            Measured =
            [
                $"For each of {audit.Labels.Count} labels, the share of {audit.Group} in the training data, and in the predictions ({string.Join(", ", audit.Stages.Select((stage, at) => $"{stages[at]}: column {stage.Column}"))}).",
            ],
            Stages = stages,
            Labels = labels,
            Highlight = labels.First(label => label.Label == highlight.Label),
            Margin = options.Margin,
            Tables =
            [
                new(
                    "The figures",
                    "Mean amplification is by how much the share of whoever leads a label grows from data to predictions, on average over the labels (Zhao et al. 2017). 0.05 is five points.",
                    ["", "mean amplification", Interval(options), string.Create(CultureInfo.InvariantCulture, $"off by more than {options.Margin}")],
                    [.. audit.Stages.Select((stage, at) => (string[])[stages[at], stage.MeanAmplification.Value.ToString("0.0000", CultureInfo.InvariantCulture), Html.Ends(stage.MeanAmplification), $"{stage.Violations} of {audit.Labels.Count}"])]),
                new(
                    "All labels",
                    "The share of whoever leads in the training data; most amplified first.",
                    ["label", "who leads", "training", .. stages],
                    [.. labels.Select(label => (string[])[label.Label, label.Leader, Html.Percent(label.Training), .. label.Predicted.Select(Html.Percent)])],
                    IsFolded: true),
            ],
            Caveats = ["A table of shares has no counts: the intervals tell how much a mean hangs on which labels were taken, not on how many rows are behind each."],
            Method = string.Create(CultureInfo.InvariantCulture, $"Intervals: {options.Confidence * 100:0.#} %, bootstrap over labels, {options.Resamples} resamples, seed {options.Seed}."),
        };
    }

    private static ReportLabel Label(RatioAudit audit, RatioLabel label) => new(
        label.Label, audit.Leader(label), label.OfLeader(label.Training), [.. label.Predicted.Select(label.OfLeader)], label.Amplification[0], "", IsUncertain: false);

    private static string Interval(AuditOptions options) => string.Create(CultureInfo.InvariantCulture, $"{options.Confidence * 100:0.#} % interval");
}
