using Atelier.Training;

namespace Atelier.Samples.EmbeddedNetwork;

/// <summary>Adam: a warm-up, a cosine, and a constant rate at which the weights of the epochs are averaged.</summary>
internal static class DistillationRecipe
{
    private const double Highest = 3e-4;
    private const double Lowest = 5e-5;

    /// <summary>The phases.</summary>
    /// <param name="epochs">In all.</param>
    public static IReadOnlyList<TrainingPhase> Phases(double epochs) =>
    [
        new() { Epochs = epochs / 30, Optimizer = OptimizerKind.Adam, LearningRate = (Highest / 30, Highest), LearningRateDecay = Decay.Linear },
        new() { Epochs = epochs * 19 / 30, Optimizer = OptimizerKind.Adam, LearningRate = (Highest, Lowest), LearningRateDecay = Decay.Cosine },
        new() { Epochs = epochs / 3, Optimizer = OptimizerKind.Adam, LearningRate = Lowest },
    ];

    /// <summary>The first epoch, 1-based, that is averaged: the last of the cosine.</summary>
    public static int SwaStart(double epochs) => Math.Max(1, (int)(epochs * 2 / 3));
}
