using Atelier.Core;

namespace Atelier.Auditing;

/// <summary>How to audit.</summary>
public sealed record AuditOptions
{
    /// <summary>By how much the share of a group may be off before a label counts as a violation; 0 to 1, by default 0.05 as in Zhao et al.</summary>
    public double Margin { get; init => field = Require.InRange(value, 0.0, 1.0); } = 0.05;

    /// <summary>The part of repetitions that an interval should hold the true value in; above 0 and below 1, by default 0.95.</summary>
    public double Confidence { get; init => field = Require.InRange(value, 0.01, 0.999); } = 0.95;

    /// <summary>Resamples of the bootstrap; at least 1, by default 1000.</summary>
    public int Resamples { get; init => field = Require.Positive(value); } = 1000;

    /// <summary>Of the bootstrap's draws.</summary>
    public long Seed { get; init; }

    /// <summary>Rows below which a figure is called uncertain; by default 30.</summary>
    public int FewestRows { get; init => field = Require.NonNegative(value); } = 30;
}
