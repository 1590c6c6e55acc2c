using Atelier.Core;

namespace Atelier.Auditing;

/// <summary>How to calibrate.</summary>
public sealed record CalibrationOptions
{
    /// <summary>The margin by which predicted shares may miss those of training, and the intervals of the audits before and after.</summary>
    public AuditOptions Statistics { get; init; } = new();

    /// <summary>
    /// Eta, the step of the multipliers, in units of the typical lead of the best score over the second best; above 0, by default 0.5.
    /// </summary>
    public double Step { get; init => field = Require.Positive(value); } = 0.5;

    /// <summary>Iterations before giving up; at least 1, by default 500.</summary>
    public int Iterations { get; init => field = Require.Positive(value); } = 500;
}
