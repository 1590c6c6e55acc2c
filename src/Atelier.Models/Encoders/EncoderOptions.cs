using Atelier.Kernels;
using static TorchSharp.torch;

namespace Atelier.Models;

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
