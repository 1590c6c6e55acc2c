using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>Moves an image towards less loss, an iteration at a time. Owns its state, not the image.</summary>
/// <remarks>
/// The image is changed in place. What is saved is enough to continue elsewhere exactly as here: TorchSharp's own optimizers hide
/// their state.
/// </remarks>
internal abstract class ImageOptimizer : IStateful, IDisposable
{
    /// <summary>One iteration from <paramref name="current"/>.</summary>
    /// <param name="image">[N,3,H,W], changed in place.</param>
    /// <param name="current">The evaluation at the image as it is; disposed.</param>
    /// <param name="evaluate">Evaluates the objective; called at least once.</param>
    /// <returns>The evaluation at the image as it is now; null if no step leads down any more.</returns>
    public abstract Evaluation? Step(Tensor image, Evaluation current, Func<Tensor, Evaluation> evaluate);

    /// <summary>Forgets the past and halves the step, after an optimization has gone astray.</summary>
    public abstract void Recover();

    /// <inheritdoc/>
    public abstract void Save(StateWriter to);

    /// <inheritdoc/>
    public abstract void Load(StateReader from);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the state.</summary>
    protected abstract void Dispose(bool disposing);
}
