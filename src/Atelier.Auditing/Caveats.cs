namespace Atelier.Auditing;

/// <summary>What a reader must know before the figures are believed.</summary>
internal static class Caveats
{
    private const int NamesShown = 3;

    /// <summary>A sentence for each thing that is missing, unseen or too small.</summary>
    public static IEnumerable<string> Of(
        Contingency predictions, Contingency? training, IReadOnlyList<string> groups, IReadOnlyList<LabelAudit> labels, AuditOptions options)
    {
        if (predictions.MissingGroups > 0)
            yield return $"{Counted(predictions.MissingGroups, "row")} without a {predictions.Attribute}: in no figure.";
        if (training is { MissingGroups: > 0 })
            yield return $"{Counted(training.MissingGroups, "training row")} without a {predictions.Attribute}: in no figure.";
        if (training is null)
            yield return "Without training data, the truth of the predicted rows stands for it: amplification then tells what the model adds to its test data.";
        if (training is not null)
        {
            if (Named(training.Groups.Except(groups).ToList()) is { } lost)
                yield return $"Among the training rows only, and left out: {lost}.";
            if (Named(groups.Where(group => !training.Groups.Contains(group)).ToList()) is { } strange)
                yield return $"Not in the training data, so that their training share is 0: {strange}.";
            if (Named([.. labels.Where(label => label.Groups.All(group => group.TrainingRows == 0)).Select(label => label.Label)]) is { } unseen)
                yield return $"Never seen in training, so that no amplification can be told: {unseen}.";
        }
        if (Named([.. labels.Where(label => label.Groups.All(group => group.PredictedRows == 0)).Select(label => label.Label)]) is { } never)
            yield return $"Never predicted, so that no amplification can be told: {never}.";
        if (labels.Count(label => label.Amplification is { IsUncertain: true }) is > 0 and var few)
            yield return $"Fewer than {options.FewestRows} rows are behind {Counted(few, "label")}: too few to say; they stand last, marked with ~.";
        if (!predictions.HasGuesses)
            yield return "No predicted attribute: amplification from task to attribute cannot be told.";
        else if (predictions.MissingGuesses > 0)
            yield return $"{Counted(predictions.MissingGuesses, "row")} without a predicted {predictions.Attribute}: not in amplification from task to attribute.";
    }

    private static string? Named(List<string> names) => names.Count switch
    {
        0 => null,
        <= NamesShown => string.Join(", ", names),
        _ => $"{string.Join(", ", names.Take(NamesShown))} and {names.Count - NamesShown} more",
    };

    private static string Counted(long count, string noun) => $"{count:N0} {noun}{(count == 1 ? "" : "s")}";
}
