using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>A loss over the features at one layer, with its gradient in closed form.</summary>
/// <remarks>Autograd would go through each matrix product twice, and keep what it needs for that; a formula does not.</remarks>
public abstract class FeatureLoss : IDisposable
{
    /// <summary>The loss; the gradient with respect to the features is added to <paramref name="gradient"/> in place.</summary>
    /// <param name="features">[N,C,H,W].</param>
    /// <param name="gradient">As large, and changed; or null where only the loss is wanted.</param>
    /// <returns>A scalar tensor, on the features' device.</returns>
    public abstract Tensor Evaluate(Tensor features, Tensor? gradient = null);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the target.</summary>
    protected abstract void Dispose(bool disposing);
}
