using Atelier.Core;
using Atelier.Kernels;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>How far the features' <see cref="GramMatrix"/> is from the painting's: L = weight * mean((G - T)^2).</summary>
/// <remarks>
/// Gatys et al. 2015, equation 4. As G is symmetric, the gradient is one product: 4 weight / (C^2 C H W) * (G - T) F.
/// Departs from the paper, as fast.ai's lesson does: means instead of sums.
/// </remarks>
public sealed class GramLoss : FeatureLoss
{
    private readonly Tensor _target;
    private readonly double _weight;

    /// <param name="target">The painting's Gram matrix, [1,C,C]; copied.</param>
    /// <param name="weight">0 or more.</param>
    public GramLoss(Tensor target, double weight)
    {
        if (target.shape is not [1, var c, var d] || c != d)
            throw new ShapeException("[1,C,C]", target.shape);
        _weight = Require.NonNegative(weight, nameof(weight));
        _target = target.clone().DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    internal override Tensor Sum(FeaturePiece piece)
    {
        if (piece.Features.shape is not [_, var channels, _, _] || channels != _target.shape[1])
            throw new ShapeException($"[N,{_target.shape[1]},H,W]", piece.Features.shape);
        return GramMatrix.Products(piece.Features);
    }

    /// <inheritdoc/>
    internal override Tensor Finish(Tensor sum, FeaturePiece piece, Tensor? gradient)
    {
        using var scope = NewDisposeScope();
        var difference = (sum / Number(piece.WholeCount)).sub_(_target);   // [N,C,C]
        if (gradient is not null)
        {
            var factor = 4 * _weight / (difference.numel() * (double)piece.WholeCount);
            var (image, into) = (GramMatrix.Pixels(piece.Features), GramMatrix.Pixels(gradient));   // [N,H,W,C]
            for (var n = 0; n < image.shape[0]; n++)
                PixelProducts.AddProduct(image[n], difference[n], factor, into[n]);
        }
        return (VectorProducts.SumOfSquares(difference) * Number(_weight / difference.numel())).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _target.Dispose();
}

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
