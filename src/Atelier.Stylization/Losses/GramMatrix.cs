using Atelier.Core;
using Atelier.Kernels;
using static Atelier.Core.Numbers;
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
        return Products(features).div_(Number(Count(features))).MoveToOuterDisposeScope();   // [N,C,C]
    }

    /// <summary>F F^T, which of the pieces of an image can be summed.</summary>
    /// <returns>[N,C,C].</returns>
    internal static Tensor Products(Tensor features)
    {
        using var scope = NewDisposeScope();
        return stack([.. Pixels(features).unbind().Select(PixelProducts.Gram)]).MoveToOuterDisposeScope();
    }

    /// <summary>A view with the channels last, which is how they lie in memory if an encoder of ours made them.</summary>
    /// <returns>[N,H,W,C].</returns>
    internal static Tensor Pixels(Tensor features) => features.shape is [_, _, _, _]
        ? features.permute(0, 2, 3, 1)
        : throw new ShapeException("[N,C,H,W]", features.shape);

    /// <summary>C H W, what the matrix is divided by.</summary>
    internal static long Count(Tensor features) => features.shape[1] * features.shape[2] * features.shape[3];
}
