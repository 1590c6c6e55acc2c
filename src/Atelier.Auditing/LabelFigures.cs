namespace Atelier.Auditing;

/// <summary>The figures of a label in a fixed order, and the place of each.</summary>
internal static class LabelFigures
{
    public const int Amplification = 0;
    public const int AttributeToTask = 1;
    public const int TaskToAttribute = 2;
    private const int Parity = 3;
    private const int ParityRatio = 4;
    private const int EqualOpportunity = 5;
    private const int EqualizedOdds = 6;
    private const int OfTheLabel = 7;
    private const int OfEachGroup = 8;

    /// <summary>What to compute for a number of groups.</summary>
    public static IReadOnlyList<Figure> All(int groups) =>
    [
        new(ZhaoAmplification.OfLabel, counts => Math.Min(counts.Training.Sum(), counts.Predicted.Sum())),
        new(counts => DirectionalAmplification.OfLabel(counts, DirectionalAmplification.AttributeToTask), Figure.Least((counts, group) => counts.Rows[group])),
        new(counts => DirectionalAmplification.OfLabel(counts, DirectionalAmplification.TaskToAttribute), counts => counts.Guessed.Sum()),
        new(GroupFairness.ParityDifference, Figure.Least((counts, group) => counts.Rows[group])),
        new(GroupFairness.ParityRatio, Figure.Least((counts, group) => counts.Rows[group])),
        new(GroupFairness.EqualOpportunityDifference, Figure.Least((counts, group) => counts.Truth[group])),
        new(GroupFairness.EqualizedOddsDifference, Figure.Least((counts, group) => Math.Min(counts.Truth[group], counts.Rows[group] - counts.Truth[group]))),
        .. Enumerable.Range(0, groups).SelectMany(OfGroup),
    ];

    /// <summary>Puts a label's figures under their names.</summary>
    public static LabelAudit Named(string label, IReadOnlyList<string> groups, Estimate?[] figures, LabelCounts counts, double margin)
    {
        LabelGroupAudit[] byGroup = [.. groups.Select((group, at) => Named(group, at, figures.AsSpan(OfTheLabel + at * OfEachGroup, OfEachGroup), counts))];
        var changes = groups.Select((_, at) => figures[OfTheLabel + at * OfEachGroup + OfEachGroup - 1]).OfType<Estimate>().ToArray();
        return new()
        {
            Label = label,
            Amplification = figures[Amplification],
            IsViolation = changes.Any(change => Math.Abs(change.Value) > margin),
            IsClearViolation = changes.Any(change => !change.IsUncertain && (change.Low > margin || change.High < -margin)),
            AttributeToTask = figures[AttributeToTask],
            TaskToAttribute = figures[TaskToAttribute],
            ParityDifference = figures[Parity],
            ParityRatio = figures[ParityRatio],
            EqualOpportunityDifference = figures[EqualOpportunity],
            EqualizedOddsDifference = figures[EqualizedOdds],
            Groups = byGroup,
        };
    }

    private static IEnumerable<Figure> OfGroup(int group) =>
    [
        new(counts => counts.Training[group] / counts.Training.Sum(), counts => counts.Training.Sum()),
        new(counts => counts.Predicted[group] / counts.Predicted.Sum(), counts => counts.Predicted.Sum()),
        new(counts => DirectionalAmplification.AttributeToTask(counts, group), counts => counts.Rows[group]),
        new(counts => DirectionalAmplification.TaskToAttribute(counts, group), counts => counts.Guessed.Sum()),
        new(counts => GroupFairness.SelectionRate(counts, group), counts => counts.Rows[group]),
        new(counts => GroupFairness.TruePositiveRate(counts, group), counts => counts.Truth[group]),
        new(counts => GroupFairness.FalsePositiveRate(counts, group), counts => counts.Rows[group] - counts.Truth[group]),
        new(
            counts => counts.Predicted[group] / counts.Predicted.Sum() - counts.Training[group] / counts.Training.Sum(),
            counts => Math.Min(counts.Training.Sum(), counts.Predicted.Sum())),
    ];

    private static LabelGroupAudit Named(string group, int at, ReadOnlySpan<Estimate?> figures, LabelCounts counts) => new()
    {
        Group = group,
        TrainingRows = (long)counts.Training[at],
        Rows = (long)counts.Truth[at],
        PredictedRows = (long)counts.Predicted[at],
        Hits = (long)counts.Hits[at],
        TrainingShare = figures[0],
        PredictedShare = figures[1],
        IsCorrelated = DirectionalAmplification.IsCorrelated(counts, at),
        AttributeToTask = figures[2],
        TaskToAttribute = figures[3],
        SelectionRate = figures[4],
        TruePositiveRate = figures[5],
        FalsePositiveRate = figures[6],
    };
}
