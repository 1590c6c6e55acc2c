using Atelier.Core;

namespace Atelier.Auditing;

/// <summary>How to calibrate.</summary>
public sealed record CalibrationOptions
{
    /// <summary>By how much the predicted share of a group may be off from training; 0 to 1, by default 0.05 as in Zhao et al.</summary>
    public double Margin { get; init => field = Require.InRange(value, 0.0, 1.0); } = 0.05;

    /// <summary>
    /// Eta, the step of the multipliers, in units of the typical lead of a best score over the second best; above 0, by default 0.5.
    /// </summary>
    public double Step { get; init => field = Require.Positive(value); } = 0.5;

    /// <summary>Iterations after which to give up; at least 1, by default 500.</summary>
    public int Iterations { get; init => field = Require.Positive(value); } = 500;
}
