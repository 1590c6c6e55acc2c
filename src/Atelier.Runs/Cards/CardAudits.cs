using Atelier.Auditing;

namespace Atelier.Runs;

/// <summary>Turns audits into what a model card shows.</summary>
internal static class CardAudits
{
    private const int LabelsShown = 10;

    /// <summary>An audit as a card shows it.</summary>
    public static CardAudit From(AttributeAudit audit) => new(
        audit.Attribute,
        $"{audit.Headline} {audit.Detail}".TrimEnd(),
        [.. Figures(audit)],
        [.. audit.Labels.Where(label => label.Amplification is not null).Take(LabelsShown).Select(Label)],
        audit.Caveats);

    private static IEnumerable<CardFigure> Figures(AttributeAudit audit)
    {
        (string, Estimate?)[] figures =
        [
            ("mean bias amplification", audit.MeanAmplification),
            ($"directional amplification, {audit.Attribute} to class", audit.AttributeToTask),
            ("accuracy", audit.Accuracy),
            .. audit.Groups.Select(group => ($"accuracy, {group.Group}", group.Accuracy)),
            ("largest difference in accuracy", audit.AccuracyDifference),
        ];
        foreach (var (name, figure) in figures)
            if (figure is not null)
                yield return new(name, figure.Value, figure.Low, figure.High, figure.Count);
    }

    private static CardLabel Label(LabelAudit label)
    {
        var leader = label.Groups.MaxBy(group => group.TrainingShare?.Value)!;
        return new(label.Label, leader.Group, leader.TrainingShare?.Value ?? 0, leader.PredictedShare?.Value ?? 0, label.Amplification!.Count);
    }
}
