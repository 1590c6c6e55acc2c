namespace Atelier.Auditing;

/// <summary>What calibration came to.</summary>
public sealed record CalibrationResult
{
    /// <summary>Whether every constraint holds.</summary>
    public required bool Converged { get; init; }

    /// <summary>The labels of the constraints that do not hold.</summary>
    public required IReadOnlyList<string> Unsatisfied { get; init; }

    /// <summary>The iterations; the first is before any calibration.</summary>
    public required IReadOnlyList<CalibrationStep> Steps { get; init; }

    /// <summary>What is added to the score of a label for an example of a group, by label and group.</summary>
    public required double[][] Offsets { get; init; }

    /// <summary>The label of each example before.</summary>
    public required IReadOnlyList<int> Before { get; init; }

    /// <summary>The label of each example after.</summary>
    public required IReadOnlyList<int> After { get; init; }

    /// <summary>The audit before, with accuracy.</summary>
    public required AttributeAudit AuditBefore { get; init; }

    /// <summary>The audit after, with accuracy.</summary>
    public required AttributeAudit AuditAfter { get; init; }
}
