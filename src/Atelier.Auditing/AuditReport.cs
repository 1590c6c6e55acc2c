using System.Globalization;

namespace Atelier.Auditing;

/// <summary>The section of the report page about one attribute.</summary>
internal static class AuditReport
{
    private const int RatesShown = 10;
    private const int MostLabels = 1000;

    public static ReportSection Section(AttributeAudit audit)
    {
        var options = audit.Options;
        List<ReportLabel> labels = [.. audit.Labels.Where(label => label.Amplification is not null).Select(Label)];
        return new()
        {
            Heading = $"By {audit.Attribute}",
            Headline = audit.Headline,
            Detail = audit.Detail,
            Measured =
            [
                $"{audit.Rows:N0} predictions with a known {audit.Attribute} ({string.Join(", ", audit.Groups.Select(group => $"{group.Group} {group.Rows:N0}"))}), {audit.Labels.Count:N0} labels."
                    + (audit.MissingRows > 0 ? $" {audit.MissingRows:N0} rows without a {audit.Attribute} are not counted." : ""),
                audit.HasTraining
                    ? $"They are compared with {audit.Groups.Sum(group => group.TrainingRows):N0} rows of training data."
                    : "They are compared with the truth of the same rows, because no training data was given.",
            ],
            Stages = ["predicted"],
            Labels = labels,
            Highlight = labels.Find(label => !label.IsUncertain) ?? labels.FirstOrDefault(),
            Margin = options.Margin,
            Tables = [Figures(audit, options), Rates(audit), All(audit, options)],
            Caveats = audit.Caveats,
            Method = string.Create(CultureInfo.InvariantCulture, $"Intervals: {options.Confidence * 100:0.#} %, bootstrap over 128 random blocks of rows, {options.Resamples} resamples, seed {options.Seed}; ~ marks figures based on fewer than {options.FewestRows} rows."),
        };
    }

    private static ReportLabel Label(LabelAudit label)
    {
        var leader = label.Groups.MaxBy(group => group.TrainingShare!.Value)!;
        var gain = label.Amplification!;
        return new(
            label.Label,
            leader.Group,
            leader.TrainingShare!.Value,
            [leader.PredictedShare!.Value],
            gain.Value,
            $"{Html.Points(gain.Value)} ({Html.Points(gain.Low)} to {Html.Points(gain.High)}), {gain.Count:N0} rows",
            gain.IsUncertain);
    }

    private static ReportTable Figures(AttributeAudit audit, AuditOptions options)
    {
        IReadOnlyList<string> Row(string name, Estimate? estimate) => [name, Html.Number(estimate), Html.Ends(estimate), estimate is null ? "" : $"{estimate.Count:N0}"];
        return new(
            "The figures",
            "Mean amplification is how much the share of the group that leads a label grows, on average (0.05 is five points). Directional amplification tells the two causes apart: the group influences the predicted label, or the label influences the predicted group. Accuracy is the part of the rows that is predicted correctly.",
            ["", "value", string.Create(CultureInfo.InvariantCulture, $"{options.Confidence * 100:0.#} % interval"), "rows"],
            [
                Row("Mean bias amplification", audit.MeanAmplification),
                Row("Directional, group to label", audit.AttributeToTask),
                Row("Directional, label to group", audit.TaskToAttribute),
                [string.Create(CultureInfo.InvariantCulture, $"Labels off by more than {options.Margin}"), $"{audit.Violations} of {audit.LabelsCompared}", $"{audit.ClearViolations} clearly", ""],
                Row("Accuracy", audit.Accuracy),
                .. audit.Groups.Select(group => Row($"Accuracy, {group.Group}", group.Accuracy)),
                Row("Accuracy, largest difference", audit.AccuracyDifference),
            ]);
    }

    private static ReportTable Rates(AttributeAudit audit) => new(
        "Differences between groups",
        "Equal odds is how far apart the groups are in getting the label correctly or incorrectly, whichever is worse. Equal opportunity is the same for getting it correctly, parity for getting it at all. 0 means equal; for the ratio, 1 does.",
        ["label", "equal odds", "interval", "equal opportunity", "parity", "parity ratio", "rows"],
        [
            .. audit.Labels.Where(label => label.EqualizedOddsDifference is not null)
                .OrderBy(label => label.EqualizedOddsDifference!.IsUncertain).ThenByDescending(label => label.EqualizedOddsDifference!.Value).Take(RatesShown)
                .Select(label => (string[])
                [
                    label.Label,
                    Html.Number(label.EqualizedOddsDifference),
                    Html.Ends(label.EqualizedOddsDifference),
                    Html.Number(label.EqualOpportunityDifference),
                    Html.Number(label.ParityDifference),
                    Html.Number(label.ParityRatio),
                    $"{label.EqualizedOddsDifference!.Count:N0}",
                ]),
        ]);

    private static ReportTable All(AttributeAudit audit, AuditOptions options) => new(
        audit.Labels.Count > MostLabels ? $"The first {MostLabels} of {audit.Labels.Count:N0} labels" : "All labels",
        string.Create(CultureInfo.InvariantCulture, $"Each group's share of the label, in training → predicted, with the {options.Confidence * 100:0.#} % interval of the predicted share and the number of rows predicted."),
        ["label", "amplification", .. audit.Groups.Select(group => group.Group)],
        [
            .. audit.Labels.Take(MostLabels).Select(label => (string[])
            [
                label.Label,
                Html.Number(label.Amplification),
                .. label.Groups.Select(group => $"{Share(group.TrainingShare)} → {Share(group.PredictedShare)}{Ends(group.PredictedShare)} · {group.PredictedRows:N0}"),
            ]),
        ],
        IsFolded: true);

    private static string Share(Estimate? share) => share is null ? "–" : Html.Percent(share.Value);

    private static string Ends(Estimate? share) => share is null ? "" : string.Create(CultureInfo.InvariantCulture, $" ({share.Low * 100:0.0} to {share.High * 100:0.0})");
}
