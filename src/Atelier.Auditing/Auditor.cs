namespace Atelier.Auditing;

/// <summary>Audits counts of label, prediction and group.</summary>
/// <param name="options">The defaults if null.</param>
internal sealed class Auditor(AuditOptions? options = null)
{
    private readonly AuditOptions _options = options ?? new();

    /// <summary>See <see cref="AttributeAudit.Compute"/>.</summary>
    public AttributeAudit Audit(Contingency predictions, Contingency? training = null, CancellationToken stop = default)
    {
        string[] groups = [.. predictions.Groups.Where((_, group) => predictions.RowsOf(group) is { Total: > 0 }).Order(StringComparer.Ordinal)];
        if (groups.Length < 2)
            throw new ArgumentException($"An audit compares groups, and '{predictions.Attribute}' has {(groups is [var only] ? $"only one, '{only}'" : "none")}.", nameof(predictions));
        var reference = training ?? predictions;
        var numbers = predictions.Labels.Index().ToDictionary(label => label.Item, label => label.Index);
        (string Name, int Number)[] labels = [.. predictions.Labels.Union(reference.Labels).Select(label => (label, numbers.GetValueOrDefault(label, -1)))];

        var sampler = new LabelSampler(predictions, reference, groups, _options);
        var (figures, means) = new LabelBootstrap(sampler, groups.Length, LabelFigures.All(groups.Length), _options).Run(labels, stop);
        var counts = new LabelCounts(groups.Length);
        var audited = labels.Select((label, at) =>
        {
            sampler.Fill(label.Name, label.Number, -1, counts);
            return LabelFigures.Named(label.Name, groups, figures[at], counts, _options.Margin);
        }).ToArray();
        LabelAudit[] sorted =
        [
            .. audited.OrderBy(label => label.Amplification switch { null => 2, { IsUncertain: true } => 1, _ => 0 })
                .ThenByDescending(label => label.Amplification?.Value).ThenBy(label => label.Label, StringComparer.Ordinal),
        ];
        var smallest = groups.Min(predictions.RowsIn);
        var (byGroup, accuracyDifference) = AccuracyByGroup(sampler, groups, predictions, reference);
        return new()
        {
            Attribute = predictions.Attribute,
            Options = _options,
            Rows = predictions.Rows,
            MissingRows = predictions.MissingGroups,
            HasTraining = training is not null,
            MeanAmplification = means[LabelFigures.Amplification],
            LabelsCompared = audited.Count(label => label.Amplification is not null),
            Violations = audited.Count(label => label.IsViolation),
            ClearViolations = audited.Count(label => label.IsClearViolation),
            AttributeToTask = means[LabelFigures.AttributeToTask] is { } mean ? mean with { Count = smallest, IsUncertain = smallest < _options.FewestRows } : null,
            TaskToAttribute = means[LabelFigures.TaskToAttribute],
            Accuracy = Estimate.Of([.. Enumerable.Range(-1, sampler.Resamples + 1).Select(resample => sampler.Accuracy(resample))], predictions.Rows, _options),
            AccuracyDifference = accuracyDifference,
            Groups = byGroup,
            Labels = sorted,
            Caveats = [.. Caveats.List(predictions, training, groups, sorted, _options)],
        };
    }

    private (GroupAudit[] Groups, Estimate? Difference) AccuracyByGroup(LabelSampler sampler, string[] groups, Contingency predictions, Contingency reference)
    {
        var accuracies = groups.Select((_, group) => Enumerable.Range(-1, sampler.Resamples + 1).Select(resample => sampler.Accuracy(group, resample)).ToArray()).ToArray();
        double[] differences = [.. Enumerable.Range(0, sampler.Resamples + 1).Select(at => accuracies.Max(group => group[at]) - accuracies.Min(group => group[at]))];
        var rows = groups.Select(group => predictions.RowsIn(group)).ToArray();
        return (
            [.. groups.Select((group, at) => new GroupAudit(group, rows[at], reference.RowsIn(group), Estimate.Of(accuracies[at], rows[at], _options)))],
            Estimate.Of(differences, rows.Min(), _options));
    }
}
