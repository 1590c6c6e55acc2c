using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>The way back through reflection padding of one pixel.</summary>
internal static class ReflectionFold
{
    /// <summary>Adds the frame of the padded image's gradient to the pixels that it mirrors.</summary>
    /// <param name="padded">[N,H+2,W+2,C]; changed.</param>
    /// <param name="workspace">Where the result may come from.</param>
    /// <returns>[N,H,W,C], outside every dispose scope.</returns>
    public static Tensor Apply(Tensor padded, Workspace workspace)
    {
        using var scope = NewDisposeScope();
        var (batch, height, width, channels) = (padded.shape[0], padded.shape[1] - 2, padded.shape[2] - 2, padded.shape[3]);
        Fold(padded, 1, height);
        Fold(padded, 2, width);
        var folded = workspace.Rent(batch, height, width, channels);
        folded.copy_(padded.narrow(1, 1, height).narrow(2, 1, width));
        return folded;
    }

    private static void Fold(Tensor padded, long dimension, long size)
    {
        padded.narrow(dimension, 2, 1).add_(padded.narrow(dimension, 0, 1), alpha: One);
        padded.narrow(dimension, size - 1, 1).add_(padded.narrow(dimension, size + 1, 1), alpha: One);
    }
}
