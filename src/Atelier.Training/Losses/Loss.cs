using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>How wrong outputs are, as one number to be made smaller.</summary>
public abstract class Loss
{
    /// <summary>The mean loss over a batch.</summary>
    /// <param name="logits">[N,C] float32, the network's raw outputs.</param>
    /// <param name="targets">[N] int64 classes, or [N,C] float32 shares of each class.</param>
    /// <param name="sampleWeights">[N] float32, 0 or more; null where all count alike.</param>
    /// <returns>A scalar; the caller owns it.</returns>
    public abstract Tensor Compute(Tensor logits, Tensor targets, Tensor? sampleWeights = null);
}
