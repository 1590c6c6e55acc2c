using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>
/// The memory layout in which the channels of a pixel lie side by side. Shapes stay [N,C,H,W], and so do the results but for
/// rounding; on the CPU, convolutions and pooling are faster.
/// </summary>
public static class ChannelsLast
{
    /// <summary>Images in that layout: PyTorch's <c>to(memory_format=channels_last)</c>.</summary>
    /// <param name="images">[N,C,H,W].</param>
    /// <returns>[N,C,H,W], a copy unless they have it already; the caller owns it either way.</returns>
    public static Tensor From(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        return images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2).MoveToOuterDisposeScope();   // [N,C,H,W]
    }

    /// <summary>
    /// Gives the weights of a network's two-dimensional convolutions that layout, and with it their gradients. Parameters become
    /// other objects: do it before an optimizer or anything else holds them.
    /// </summary>
    public static void Convert(nn.Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var untracked = no_grad();
        foreach (var convolution in network.modules().OfType<Conv2d>())
        {
            using var scope = NewDisposeScope();
            var old = convolution.weight!;
            var weight = From(old.detach());
            // One filter of one pixel or one channel has both layouts; copied, it would lie in memory as before.
            if (weight.stride().AsSpan().SequenceEqual(old.stride()))
                continue;
            convolution.weight = new Parameter(weight.MoveToOuterDisposeScope(), old.requires_grad);
        }
    }
}
