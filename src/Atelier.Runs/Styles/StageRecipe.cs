using Atelier.Training;
using static TorchSharp.torch;

namespace Atelier.Runs;

/// <summary>How a stage of the instant network is trained.</summary>
/// <param name="Index">0 for the first, 1 for the further one.</param>
/// <param name="Side">Pixels of what is painted and judged: whole pictures, as a part is not like a whole painting.</param>
/// <param name="Pairs">Of photo and painting in a step.</param>
/// <param name="ContentWeight">The content's distance beside the style's.</param>
/// <param name="Steps">How many there are.</param>
/// <param name="Rate">The highest learning rate.</param>
internal sealed record StageRecipe(int Index, int Side, int Pairs, double ContentWeight, int Steps, double Rate)
{
    // Of fewer steps, a twentieth is hardly one.
    private const int FewestToWarmUp = 40;

    /// <summary>Whether the first stage's picture gets the painting's colors in large areas; true by default.</summary>
    public bool HasColors { get; init; } = true;

    /// <summary>Adam, with a warm-up and a cosine.</summary>
    public IReadOnlyList<TrainingPhase> Phases
    {
        get
        {
            var warmUp = Steps < FewestToWarmUp ? 0 : 0.05;
            TrainingPhase fall = new() { Epochs = 1 - warmUp, Optimizer = OptimizerKind.Adam, LearningRate = (Rate, Rate / 100), LearningRateDecay = Decay.Cosine };
            return warmUp == 0 ? [fall] : [fall with { Epochs = warmUp, LearningRate = (Rate / 10, Rate), LearningRateDecay = Decay.Linear }, fall];
        }
    }

    /// <summary>An image as the teacher judges it: whole, and where there is a smaller stage, halved as well.</summary>
    public IReadOnlyList<Tensor> Judged(Tensor image) => Index == 0 ? [image] : [image, nn.functional.avg_pool2d(image, 2)];
}
