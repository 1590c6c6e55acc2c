using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>Moves an image towards less loss, an iteration at a time. Owns its state, not the image.</summary>
/// <remarks>
/// The image is changed in place. Tensors of the state, by name, are enough to go on elsewhere exactly as here: TorchSharp's
/// own optimizers hide theirs.
/// </remarks>
public abstract class ImageOptimizer : IDisposable
{
    /// <summary>One iteration from <paramref name="current"/>.</summary>
    /// <param name="image">[N,3,H,W], changed in place.</param>
    /// <param name="current">The evaluation at the image as it is; disposed.</param>
    /// <param name="evaluate">Evaluates the objective; called at least once.</param>
    /// <returns>The evaluation at the image as it is now; null if no step leads down any more.</returns>
    public abstract Evaluation? Step(Tensor image, Evaluation current, Func<Tensor, Evaluation> evaluate);

    /// <summary>Forgets the past and halves the step, after an optimization has gone astray.</summary>
    public abstract void Recover();

    /// <summary>A copy of the state, owned by the caller.</summary>
    public abstract StateDict Save();

    /// <summary>Takes up a saved state; the tensors are copied.</summary>
    /// <exception cref="KeyNotFoundException">A name is missing.</exception>
    public abstract void Load(StateDict state);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the state.</summary>
    protected abstract void Dispose(bool disposing);
}
