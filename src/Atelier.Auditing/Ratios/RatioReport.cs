using System.Globalization;

namespace Atelier.Auditing;

/// <summary>The section of the report page about a table of shares.</summary>
internal static class RatioReport
{
    /// <summary>The section, with a label to feature.</summary>
    public static ReportSection Section(RatioAudit audit, RatioLabel highlight)
    {
        var options = audit.Options;
        var labels = audit.Labels.Select(label => Label(audit, label)).ToList();
        var (first, last) = (audit.Stages[0], audit.Stages[^1]);
        string[] stages = audit.Stages.Count == 2 ? ["predicted", "after calibration"] : audit.Stages.Count == 1 ? ["predicted"] : [.. audit.Stages.Select(stage => stage.Column)];
        return new()
        {
            Heading = $"{audit.Group} and {audit.Rest}",
            Headline = AmplificationSummary.Headline(first.MeanAmplification),
            Detail = AmplificationSummary.Detail(first.MeanAmplification, options.Confidence)
                + (audit.Stages.Count > 1 ? $" {char.ToUpperInvariant(stages[^1][0])}{stages[^1][1..]}, {Html.Points(last.MeanAmplification.Value)} points remain." : ""),
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
                    "Mean amplification is how much the share of the group that leads a label grows from data to predictions, averaged over the labels (Zhao et al. 2017). 0.05 is five points.",
                    ["", "mean amplification", Interval(options), string.Create(CultureInfo.InvariantCulture, $"off by more than {options.Margin}")],
                    [.. audit.Stages.Select((stage, at) => (string[])[stages[at], stage.MeanAmplification.Value.ToString("0.0000", CultureInfo.InvariantCulture), Html.Ends(stage.MeanAmplification), $"{stage.Violations} of {audit.Labels.Count}"])]),
                new(
                    "All labels",
                    "The share of the group that leads in the training data; most amplified first.",
                    ["label", "who leads", "training", .. stages],
                    [.. labels.Select(label => (string[])[label.Label, label.Leader, Html.Percent(label.Training), .. label.Predicted.Select(Html.Percent)])],
                    IsFolded: true),
            ],
            Caveats = audit.Caveats,
            Method = string.Create(CultureInfo.InvariantCulture, $"Intervals: {options.Confidence * 100:0.#} %, bootstrap over labels, {options.Resamples} resamples, seed {options.Seed}."),
        };
    }

    private static ReportLabel Label(RatioAudit audit, RatioLabel label) => new(
        label.Label, audit.Leader(label), label.OfLeader(label.Training), [.. label.Predicted.Select(label.OfLeader)], label.Amplification[0], "", IsUncertain: false);

    private static string Interval(AuditOptions options) => string.Create(CultureInfo.InvariantCulture, $"{options.Confidence * 100:0.#} % interval");
}
