using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>One pass through an encoder: features forward, gradients backward.</summary>
public abstract class EncoderPass : IDisposable
{
    /// <summary>The features at a tap, [N,C,H,W], valid until the pass is disposed. Do not modify them.</summary>
    /// <param name="tap">As requested, or its canonical name.</param>
    /// <exception cref="ArgumentException">The pass has no such tap.</exception>
    public abstract Tensor Features(string tap);

    /// <summary>The gradient of the loss at a tap, [N,C,H,W], zero at first: losses add theirs to it in place.</summary>
    /// <param name="tap">As in <see cref="Features"/>.</param>
    public abstract Tensor Gradient(string tap);

    /// <summary>The gradient of the loss at the image, from what was added to <see cref="Gradient"/>.</summary>
    /// <returns>[N,3,H,W], owned by the caller. Once per pass.</returns>
    public abstract Tensor Backward();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the pass's features and gradients.</summary>
    protected abstract void Dispose(bool disposing);
}
