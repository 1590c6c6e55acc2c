using static TorchSharp.torch;

namespace Atelier.Models.Kernels;

/// <summary>The way back through reflection padding of one pixel.</summary>
internal static class ReflectionFold
{
    /// <summary>Adds the frame of the padded image's gradient to the pixels that it mirrors.</summary>
    /// <param name="padded">[N,H+2,W+2,C].</param>
    /// <returns>[N,H,W,C].</returns>
    public static Tensor Apply(Tensor padded)
    {
        using var scope = NewDisposeScope();
        return Fold(Fold(padded, 1), 2).MoveToOuterDisposeScope();
    }

    private static Tensor Fold(Tensor padded, long dimension)
    {
        var size = padded.shape[dimension] - 2;
        var inner = padded.narrow(dimension, 1, size).clone();
        inner.narrow(dimension, 1, 1).add_(padded.narrow(dimension, 0, 1));
        inner.narrow(dimension, size - 2, 1).add_(padded.narrow(dimension, size + 1, 1));
        return inner;
    }
}
