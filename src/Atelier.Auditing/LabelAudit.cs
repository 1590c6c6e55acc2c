namespace Atelier.Auditing;

/// <summary>One label. A figure is null if there are no rows to define it.</summary>
public sealed record LabelAudit
{
    /// <summary>The label's name.</summary>
    public required string Label { get; init; }

    /// <summary>How much the share of the groups that lead the label in the training data grows in the predictions (Zhao et al.).</summary>
    public required Estimate? Amplification { get; init; }

    /// <summary>Whether the share of some group is off by more than the margin.</summary>
    public required bool IsViolation { get; init; }

    /// <summary>Whether it is a violation, and the whole interval of that group's change is outside the margin.</summary>
    public required bool IsClearViolation { get; init; }

    /// <summary>Directional amplification, mean over the groups: the group influences the prediction.</summary>
    public required Estimate? AttributeToTask { get; init; }

    /// <summary>Directional amplification, mean over the groups: the label influences which group is predicted.</summary>
    public required Estimate? TaskToAttribute { get; init; }

    /// <summary>Demographic parity difference.</summary>
    public required Estimate? ParityDifference { get; init; }

    /// <summary>Demographic parity ratio.</summary>
    public required Estimate? ParityRatio { get; init; }

    /// <summary>Equal opportunity difference.</summary>
    public required Estimate? EqualOpportunityDifference { get; init; }

    /// <summary>Equalized odds difference.</summary>
    public required Estimate? EqualizedOddsDifference { get; init; }

    /// <summary>The label group by group, in the order of <see cref="AttributeAudit.Groups"/>.</summary>
    public required IReadOnlyList<LabelGroupAudit> Groups { get; init; }
}
