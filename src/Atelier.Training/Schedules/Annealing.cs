using System.Diagnostics.CodeAnalysis;

namespace Atelier.Training;

/// <summary>
/// What a hyper-parameter starts from and where its decay leads: <c>1e-2</c>, <c>(1e-2, 1e-3)</c>, or either per layer group.
/// </summary>
/// <param name="Start">The value of a phase's first batch.</param>
/// <param name="End">The value that the decay leads to; null for the decay's own, usually 0.</param>
[SuppressMessage("Usage", "CA2225", Justification = "The constructor is the named alternative.")]
public sealed record Annealing(GroupValues Start, GroupValues? End = null)
{
    /// <summary>A start alone.</summary>
    public static implicit operator Annealing(double start) => new(start);

    /// <summary>A start per layer group.</summary>
    public static implicit operator Annealing(double[] start) => new([.. start]);

    /// <summary>A start per layer group.</summary>
    public static implicit operator Annealing(GroupValues start) => new(start);

    /// <summary>From a start to an end.</summary>
    public static implicit operator Annealing((double Start, double End) range) => new(range.Start, range.End);

    /// <summary>From a start to an end, each per layer group.</summary>
    public static implicit operator Annealing((GroupValues Start, GroupValues End) range) => new(range.Start, range.End);

    /// <summary>How many layer groups it distinguishes; 1 for a value that all share.</summary>
    public int Groups => Math.Max(Start.Count, End?.Count ?? 1);

    /// <summary>The value of one layer group.</summary>
    /// <param name="decay">How to get from start to end.</param>
    /// <param name="progress">t, in [0,1].</param>
    /// <param name="group">0-based.</param>
    /// <exception cref="InvalidOperationException">The decay needs an end, and there is none.</exception>
    public double At(Decay decay, double progress, int group = 0)
    {
        var start = Start.For(group);
        var end = End?.For(group) ?? decay.DefaultEnd(start)
            ?? throw new InvalidOperationException($"The decay '{decay.Name}' needs an end, such as ({start}, {start / 10}).");
        return decay.At(start, end, progress);
    }

    /// <summary>As written in a recipe.</summary>
    public override string ToString() => End is null ? $"{Start}" : $"({Start}, {End})";
}
