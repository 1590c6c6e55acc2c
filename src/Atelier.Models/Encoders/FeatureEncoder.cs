using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>A frozen network that turns an image into features at chosen layers, and a gradient at those layers back into one at the image.</summary>
/// <remarks>Not safe for several threads at once. The gradient is of the image only: no graph is built, no weight gets a gradient.</remarks>
public abstract class FeatureEncoder : IDisposable
{
    /// <summary>The network's name, for example <c>vgg19</c>.</summary>
    public abstract string Name { get; }

    /// <summary>How pixels in [0,1] become the network's input; applied by <see cref="Forward"/>.</summary>
    public abstract InputNormalization Normalization { get; }

    /// <summary>Whether the network is of the VGG family, so that <see cref="EncoderOptions"/> may choose its pooling and padding.</summary>
    public virtual bool IsVgg => false;

    /// <summary>The layers that can be tapped, from the image inward.</summary>
    public abstract IReadOnlyList<string> Layers { get; }

    /// <summary>The last layer of each block: relu1_2 to relu5_3 in VGG-16.</summary>
    public IReadOnlyList<string> BlockEnds => [.. Layers.GroupBy(layer => layer.Split('_')[0]).Select(block => block.Last())];

    /// <summary>The canonical name of a layer given by name (<c>relu3_1</c>) or child index (<c>11</c>).</summary>
    /// <exception cref="ArgumentException">The encoder has no such layer.</exception>
    public abstract string Resolve(string layer);

    /// <summary>Computes features, no further than the deepest tap.</summary>
    /// <param name="image">[N,3,H,W] float32, RGB in [0,1] as <see cref="Normalization"/> expects it.</param>
    /// <param name="taps">Layers to keep; at least one.</param>
    /// <param name="isNormalized">Whether the image is already the network's input, so that <see cref="Normalization"/> is skipped, also in the backward pass.</param>
    /// <returns>The pass, to dispose before the next one begins.</returns>
    public abstract EncoderPass Forward(Tensor image, IReadOnlyList<string> taps, bool isNormalized = false);

    /// <summary>Frees the buffers that one pass keeps for the next of the same size, for an encoder that is idle between pictures.</summary>
    public virtual void FreeBuffers()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the weights and every buffer.</summary>
    protected abstract void Dispose(bool disposing);
}
