namespace Atelier.Auditing;

/// <summary>One label in one group. A figure is null if there are no rows to define it.</summary>
public sealed record LabelGroupAudit
{
    /// <summary>The group's name.</summary>
    public required string Group { get; init; }

    /// <summary>Rows of the label in the training data.</summary>
    public required long TrainingRows { get; init; }

    /// <summary>Rows that have the label.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows predicted to have it.</summary>
    public required long PredictedRows { get; init; }

    /// <summary>Rows that have it and are predicted to have it.</summary>
    public required long Hits { get; init; }

    /// <summary>The group's share of the label's rows in the training data.</summary>
    public required Estimate? TrainingShare { get; init; }

    /// <summary>The group's share of the rows predicted to have the label.</summary>
    public required Estimate? PredictedShare { get; init; }

    /// <summary>Whether label and group go together in the training data.</summary>
    public required bool IsCorrelated { get; init; }

    /// <summary>P(t^|a) - P(t|a).</summary>
    public required Estimate? AttributeToTask { get; init; }

    /// <summary>P(a^|t) - P(a|t); null if no group was predicted.</summary>
    public required Estimate? TaskToAttribute { get; init; }

    /// <summary>The part of the group that is predicted to have the label.</summary>
    public required Estimate? SelectionRate { get; init; }

    /// <summary>Of those in the group that have the label, the part that is predicted to.</summary>
    public required Estimate? TruePositiveRate { get; init; }

    /// <summary>Of those in the group that lack the label, the part that is predicted to have it.</summary>
    public required Estimate? FalsePositiveRate { get; init; }
}
