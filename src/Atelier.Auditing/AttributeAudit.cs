namespace Atelier.Auditing;

/// <summary>What predictions do to the groups of one attribute.</summary>
public sealed record AttributeAudit
{
    /// <summary>The attribute's name.</summary>
    public required string Attribute { get; init; }

    /// <summary>Rows whose group is known.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows whose group is not known: they are in no figure.</summary>
    public required long MissingRows { get; init; }

    /// <summary>Whether there is training data to compare with; without, it is the truth of the predicted rows.</summary>
    public required bool HasTraining { get; init; }

    /// <summary>Mean bias amplification (Zhao et al.): above 0, the model is more lopsided than its data.</summary>
    public required Estimate? MeanAmplification { get; init; }

    /// <summary>Labels with both training rows and predictions: those that the mean is over.</summary>
    public required int LabelsCompared { get; init; }

    /// <summary>Labels of which the share of some group is off by more than the margin.</summary>
    public required int Violations { get; init; }

    /// <summary>Those whose interval lies outside the margin as a whole.</summary>
    public required int ClearViolations { get; init; }

    /// <summary>Directional amplification (Wang and Russakovsky), attribute to task.</summary>
    public required Estimate? AttributeToTask { get; init; }

    /// <summary>Directional amplification, task to attribute; null where no group was predicted.</summary>
    public required Estimate? TaskToAttribute { get; init; }

    /// <summary>The part of the rows that is predicted right; of several labels, all of them.</summary>
    public required Estimate? Accuracy { get; init; }

    /// <summary>The largest accuracy of a group less the smallest.</summary>
    public required Estimate? AccuracyDifference { get; init; }

    /// <summary>The groups, by name.</summary>
    public required IReadOnlyList<GroupAudit> Groups { get; init; }

    /// <summary>The labels, most amplified first; those that are uncertain or cannot be compared come last.</summary>
    public required IReadOnlyList<LabelAudit> Labels { get; init; }

    /// <summary>What to know before the figures are believed, in sentences.</summary>
    public required IReadOnlyList<string> Caveats { get; init; }
}
