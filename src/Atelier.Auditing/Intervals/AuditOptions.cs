using Atelier.Core;

namespace Atelier.Auditing;

/// <summary>How to audit.</summary>
public sealed record AuditOptions
{
    /// <summary>How far a group's share may be off before a label counts as a violation; 0 to 1, by default 0.05 as in Zhao et al.</summary>
    public double Margin { get; init => field = Require.InRange(value, 0.0, 1.0); } = 0.05;

    /// <summary>How often an interval should contain the true value; 0.01 to 0.999, by default 0.95.</summary>
    public double Confidence { get; init => field = Require.InRange(value, 0.01, 0.999); } = 0.95;

    /// <summary>Bootstrap resamples; 1 to 100,000, by default 1000.</summary>
    public int Resamples { get; init => field = Require.InRange(value, 1, 100_000); } = 1000;

    /// <summary>Seed of the bootstrap; 0 or more, by default 0.</summary>
    public long Seed { get; init => field = Require.NonNegative(value); }

    /// <summary>A figure based on fewer rows is marked uncertain; 0 or more, by default 30.</summary>
    public int FewestRows { get; init => field = Require.NonNegative(value); } = 30;
}
