using Atelier.Kernels;
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

    /// <summary>Where it computes; the CPU by default. Images may be elsewhere, at the price of a copy in each pass.</summary>
    public virtual Device Device => CPU;

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

    /// <summary>Bytes of the buffers that one pass has left for the next.</summary>
    internal virtual long KeptBytes => 0;

    /// <summary>Whether buffers for images of several sizes are kept side by side, until <see cref="FreeBuffers"/>; false by default, as a larger image follows a smaller one.</summary>
    internal bool KeepsSizes { get; set; }

    /// <summary>What a pass with these taps needs; null where nobody can tell before it has run.</summary>
    internal virtual EncoderFootprint? FootprintOf(IReadOnlyList<string> taps) => null;

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

/// <summary>One pass through an encoder: features forward, gradients backward.</summary>
public abstract class EncoderPass : IDisposable
{
    /// <summary>The features at a tap, [N,C,H,W], valid until the pass goes back or is disposed. Do not modify them.</summary>
    /// <param name="tap">As requested, or its canonical name.</param>
    /// <exception cref="ArgumentException">The pass has no such tap.</exception>
    public abstract Tensor Features(string tap);

    /// <summary>The gradient of the loss at a tap, [N,C,H,W], zero at first: losses add theirs to it in place.</summary>
    /// <param name="tap">As in <see cref="Features"/>.</param>
    public abstract Tensor Gradient(string tap);

    /// <summary>The gradient of the loss at the image, from what was added to <see cref="Gradient"/>.</summary>
    /// <returns>[N,3,H,W], on the image's device, owned by the caller. Once per pass.</returns>
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

/// <summary>How a network is used as an encoder.</summary>
public sealed record EncoderOptions
{
    /// <summary>Max pooling by default, as the network was trained; average pooling gives a smoother picture.</summary>
    public PoolingMode Pooling { get; init; } = PoolingMode.Max;

    /// <summary>Zero padding by default, as the network was trained; reflection avoids a frame at the border.</summary>
    public PaddingMode Padding { get; init; } = PaddingMode.Zero;

    /// <summary>If null, the default: what the weight file says, or else ImageNet's, as for torchvision's networks.</summary>
    public InputNormalization? Normalization { get; init; }

    /// <summary>Winograd where the processor has the kernels for it, by default.</summary>
    public ConvolutionMethod Convolution { get; init; } = ConvolutionMethod.Winograd;

    /// <summary>The device that computes; the CPU by default.</summary>
    public Device Device { get; init; } = CPU;

    // Null leaves the choice to the encoder; tests compare the options.
    internal IKernels? Kernels { get; init; }
}
