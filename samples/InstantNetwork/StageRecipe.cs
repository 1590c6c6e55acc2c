using Atelier.Training;

namespace Atelier.Samples.InstantNetwork;

/// <summary>How a stage is trained.</summary>
/// <param name="Index">0 for the first.</param>
/// <param name="Level">The longer side of pictures at this stage, in pixels.</param>
/// <param name="Seen">Pixels a side that are seen of photo and painting: their moments, and what earlier stages paint.</param>
/// <param name="Painted">Pixels a side that are painted and judged, a part of those.</param>
/// <param name="BatchSize">Pairs in a step.</param>
internal sealed record StageRecipe(int Index, int Level, int Seen, int Painted, int BatchSize)
{
    /// <summary>The content's distance beside the style's.</summary>
    public const double ContentWeight = 0.05;

    private const double Highest = 1.5e-3;

    /// <summary>In their order.</summary>
    public static IReadOnlyList<StageRecipe> All { get; } =
    [
        new(0, Level: 128, Seen: 128, Painted: 128, BatchSize: 4),
        new(1, Level: 256, Seen: 192, Painted: 192, BatchSize: 4),
        new(2, Level: 512, Seen: 384, Painted: 192, BatchSize: 2),
    ];

    /// <summary>Adam, with a warm-up and a cosine.</summary>
    public static IReadOnlyList<TrainingPhase> Phases { get; } =
    [
        new() { Epochs = 0.05, Optimizer = OptimizerKind.Adam, LearningRate = (Highest / 10, Highest), LearningRateDecay = Decay.Linear },
        new() { Epochs = 0.95, Optimizer = OptimizerKind.Adam, LearningRate = (Highest, Highest / 100), LearningRateDecay = Decay.Cosine },
    ];
}
