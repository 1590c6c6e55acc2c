using Atelier.Core;
using Atelier.Kernels;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>Which channels fire together, wherever in the image: G = F F^T / (C H W), F as [C, H*W].</summary>
/// <remarks>
/// Gatys, Ecker and Bethge, "A Neural Algorithm of Artistic Style", 2015, equation 3. Departs from the paper, as fast.ai's
/// lesson does: divided by the number of features, so that it does not grow with the image.
/// </remarks>
public static class GramMatrix
{
    /// <summary>The Gram matrix.</summary>
    /// <param name="features">[N,C,H,W].</param>
    /// <returns>[N,C,C], symmetric, positive semidefinite.</returns>
    /// <exception cref="ShapeException">The features are not [N,C,H,W].</exception>
    public static Tensor Compute(Tensor features)
    {
        using var scope = NewDisposeScope();
        var rows = Rows(features);   // [N,HW,C]
        var grams = rows.unbind().Select(PixelProducts.Gram).ToArray();
        return stack(grams).div_(Count(features)).MoveToOuterDisposeScope();   // [N,C,C]
    }

    /// <summary>The features as a matrix of pixels by channels: a view where the channels lie last in memory.</summary>
    /// <returns>[N,HW,C].</returns>
    internal static Tensor Rows(Tensor features) => features.shape is [_, _, _, _]
        ? features.permute(0, 2, 3, 1).flatten(1, 2)
        : throw new ShapeException("[N,C,H,W]", features.shape);

    /// <summary>C H W, what the matrix is divided by.</summary>
    internal static long Count(Tensor features) => features.shape[1] * features.shape[2] * features.shape[3];
}
