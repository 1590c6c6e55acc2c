namespace Atelier.Cli;

/// <summary>How far the work is.</summary>
/// <param name="Done">Units done, for example evaluations.</param>
/// <param name="Total">Units in all.</param>
internal readonly record struct ProgressState(long Done, long Total)
{
    /// <summary>The loss now, where there is one.</summary>
    public double? Loss { get; init; }

    /// <summary>The least loss so far, shown in its place where what has it is kept.</summary>
    public double? BestLoss { get; init; }

    /// <summary>What is being done, for example a pyramid level; short.</summary>
    public string? Stage { get; init; }

    /// <summary>Part of the work done, 0 to 1, where units are of unlike cost; null: <see cref="Done"/> of <see cref="Total"/>.</summary>
    public double? Part { get; init; }

    /// <summary>Part of the work, 0 to 1, that an earlier process did.</summary>
    public double Before { get; init; }

    /// <summary><see cref="Part"/>, or what the counts say.</summary>
    public double Fraction => Math.Clamp(Part ?? (Total > 0 ? (double)Done / Total : 0), 0, 1);
}
