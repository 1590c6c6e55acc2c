using static TorchSharp.torch;
namespace Atelier.Training.Losses;
/// <summary>stub</summary>
public sealed class CrossEntropy : Loss
{
    /// <inheritdoc/>
    public override Tensor Compute(Tensor logits, Tensor targets, Tensor? sampleWeights = null) => nn.functional.cross_entropy(logits, targets);
}
