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
    private readonly Tensor? _mask;
    private Tensor? _root;   // of the mask, as large as the features
    private double _places;

    /// <param name="target">The painting's Gram matrix, [1,C,C]; copied.</param>
    /// <param name="weight">0 or more.</param>
    public GramLoss(Tensor target, double weight)
        : this(target, weight, mask: null)
    {
    }

    /// <param name="target">The painting's Gram matrix, [1,C,C]; copied.</param>
    /// <param name="weight">0 or more.</param>
    /// <param name="mask">How much each place of the image counts, [1,1,H,W] in [0,1] and not all 0; null for all of them. Copied.</param>
    /// <remarks>Gatys et al. 2017 ("Controlling Perceptual Factors in Neural Style Transfer"), section 4: guided Gram matrices, of features times the mask's root.</remarks>
    internal GramLoss(Tensor target, double weight, Tensor? mask)
    {
        if (target.shape is not [1, var c, var d] || c != d)
            throw new ShapeException("[1,C,C]", target.shape);
        _weight = Require.NonNegative(weight, nameof(weight));
        _target = target.clone().DetachFromDisposeScope();
        _mask = mask?.clone().DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    internal override Tensor Sum(FeaturePiece piece)
    {
        if (piece.Features.shape is not [_, var channels, _, _] || channels != _target.shape[1])
            throw new ShapeException($"[N,{_target.shape[1]},H,W]", piece.Features.shape);
        using var scope = NewDisposeScope();
        return GramMatrix.Products(RootAt(piece) is { } root ? piece.Features * root : piece.Features).MoveToOuterDisposeScope();
    }

    /// <summary>The root of a mask as large as features are, in the caller's scope.</summary>
    internal static Tensor RootOf(Tensor mask, long height, long width) => nn.functional.adaptive_avg_pool2d(mask, [height, width]).sqrt();

    /// <summary>The sum of a mask, one value after the other, so that it does not depend on the number of threads.</summary>
    internal static double SumOf(Tensor mask)
    {
        using var scope = NewDisposeScope();
        var sum = 0.0;
        foreach (var value in mask.cpu().contiguous().data<float>())
            sum += value;
        return sum;
    }

    private Tensor? RootAt(FeaturePiece piece)
    {
        if (_mask is null)
            return null;
        if (_root is null)
        {
            using var scope = NewDisposeScope();
            _root = RootOf(_mask, piece.WholeHeight, piece.WholeWidth).to(piece.Features.device).DetachFromDisposeScope();
            _places = SumOf(_root * _root);
        }
        return piece.Of(_root);
    }

    /// <inheritdoc/>
    internal override Tensor Finish(Tensor sum, FeaturePiece piece, Tensor? gradient)
    {
        using var scope = NewDisposeScope();
        var count = _root is null ? piece.WholeCount : piece.Features.shape[1] * _places;
        var difference = (sum / Number(count)).sub_(_target);   // [N,C,C]
        if (gradient is not null)
        {
            var factor = 4 * _weight / (difference.numel() * count);
            var features = RootAt(piece) is { } root ? piece.Features * root * root : piece.Features;
            var (image, into) = (GramMatrix.Pixels(features), GramMatrix.Pixels(gradient));   // [N,H,W,C]
            for (var n = 0; n < image.shape[0]; n++)
                PixelProducts.AddProduct(image[n], difference[n], factor, into[n]);
        }
        return (VectorProducts.SumOfSquares(difference) * Number(_weight / difference.numel())).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _target.Dispose();
        _mask?.Dispose();
        _root?.Dispose();
    }
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
