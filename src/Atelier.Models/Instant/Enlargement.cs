using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>Bilinear enlargement, through autograd, and the same to the bit by any number of threads, which torch's is not.</summary>
internal static class Enlargement
{
    /// <summary>[N,C,2H,2W] of [N,C,H,W], in the caller's scope.</summary>
    public static Tensor Twice(Tensor image)
    {
        using var scope = NewDisposeScope();
        return Along(Along(image, 2), 3).MoveToOuterDisposeScope();
    }

    private static Tensor Along(Tensor image, int dimension)
    {
        var length = image.shape[dimension];
        var (first, last) = (image.narrow(dimension, 0, 1), image.narrow(dimension, length - 1, 1));
        var near = image * Number(0.75);
        var before = near.add(cat([first, image.narrow(dimension, 0, length - 1)], dimension), alpha: Number(0.25));
        var after = near.add(cat([image.narrow(dimension, 1, length - 1), last], dimension), alpha: Number(0.25));
        return stack([before, after], dimension + 1).flatten(dimension, dimension + 1);
    }
}
