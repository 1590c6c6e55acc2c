using Atelier.Kernels;
using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>How a network serves as an encoder.</summary>
public sealed record EncoderOptions
{
    /// <summary>Max pooling by default, as the network was trained; average pooling gives a smoother picture.</summary>
    public PoolingMode Pooling { get; init; } = PoolingMode.Max;

    /// <summary>Zero padding by default, as the network was trained; reflection leaves no frame at the border.</summary>
    public PaddingMode Padding { get; init; } = PaddingMode.Zero;

    /// <summary>Null, the default: what the weight file says of itself, else ImageNet's as torchvision's networks want it.</summary>
    public InputNormalization? Normalization { get; init; }

    /// <summary>Winograd where the processor has the kernels for it, by default.</summary>
    public ConvolutionMethod Convolution { get; init; } = ConvolutionMethod.Winograd;

    /// <summary>What computes; the processor by default.</summary>
    public Device Device { get; init; } = CPU;

    // Null leaves the choice to the encoder; tests compare the kinds.
    internal IKernels? Kernels { get; init; }
}
