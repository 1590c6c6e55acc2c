namespace Atelier.Data;

/// <summary>What a learner learns from, and what it is tested on.</summary>
/// <param name="Training">Shuffled, mostly augmented.</param>
/// <param name="Validation">In a fixed order, not augmented; null for none.</param>
public sealed record TrainingData(IBatchSource Training, IBatchSource? Validation)
{
    /// <summary>The classes' names by index; empty where there are none.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Makes the same data at another image size, in pixels a side; null where that has no meaning.</summary>
    public Func<int, TrainingData>? Resize { get; init; }
}
