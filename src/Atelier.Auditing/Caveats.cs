namespace Atelier.Auditing;

/// <summary>What a reader must know before trusting the figures.</summary>
internal static class Caveats
{
    private const int NamesShown = 3;

    /// <summary>A sentence for everything that is missing, unseen or too small.</summary>
    public static IEnumerable<string> List(
        Contingency predictions, Contingency? training, IReadOnlyList<string> groups, IReadOnlyList<LabelAudit> labels, AuditOptions options)
    {
        if (predictions.MissingGroups > 0)
            yield return $"{Counted(predictions.MissingGroups, "row")} without a {predictions.Attribute}: not counted.";
        if (training is { MissingGroups: > 0 })
            yield return $"{Counted(training.MissingGroups, "training row")} without a {predictions.Attribute}: not counted.";
        if (training is null)
            yield return "Without training data, the truth of the predicted rows takes its place: amplification then shows what the model adds to its test data.";
        if (training is not null)
        {
            if (Named(training.Groups.Except(groups).ToList()) is { } lost)
                yield return $"Found only in the training data, and left out: {lost}.";
            if (Named(groups.Where(group => !training.Groups.Contains(group)).ToList()) is { } strange)
                yield return $"Not in the training data, so their training share is 0: {strange}.";
            if (Named([.. labels.Where(label => label.Groups.All(group => group.TrainingRows == 0)).Select(label => label.Label)]) is { } unseen)
                yield return $"Never seen in training, so amplification cannot be measured: {unseen}.";
        }
        if (Named([.. labels.Where(label => label.Groups.All(group => group.PredictedRows == 0)).Select(label => label.Label)]) is { } never)
            yield return $"Never predicted, so amplification cannot be measured: {never}.";
        if (labels.Count(label => label.Amplification is { IsUncertain: true }) is > 0 and var few)
            yield return $"{Counted(few, "label")} with fewer than {options.FewestRows} rows: too few to say; listed last, marked ~.";
        if (!predictions.HasGuesses)
            yield return "No predicted attribute: amplification from task to attribute cannot be measured.";
        else if (predictions.MissingGuesses > 0)
            yield return $"{Counted(predictions.MissingGuesses, "row")} without a predicted {predictions.Attribute}: not counted in amplification from task to attribute.";
    }

    private static string? Named(List<string> names) => names.Count switch
    {
        0 => null,
        <= NamesShown => string.Join(", ", names),
        _ => $"{string.Join(", ", names.Take(NamesShown))} and {names.Count - NamesShown} more",
    };

    private static string Counted(long count, string noun) => $"{count:N0} {noun}{(count == 1 ? "" : "s")}";
}
