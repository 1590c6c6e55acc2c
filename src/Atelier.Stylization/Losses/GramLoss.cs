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
    private readonly PlaceWeights _places;

    /// <param name="target">The painting's Gram matrix, [1,C,C]; copied.</param>
    /// <param name="weight">0 or more.</param>
    public GramLoss(Tensor target, double weight)
        : this(target, weight, new PlaceWeights())
    {
    }

    /// <param name="target">The painting's Gram matrix, [1,C,C]; copied.</param>
    /// <param name="weight">0 or more.</param>
    /// <param name="places">How much each place of the image counts; owned.</param>
    internal GramLoss(Tensor target, double weight, PlaceWeights places)
    {
        if (target.shape is not [1, var c, var d] || c != d)
            throw new ShapeException("[1,C,C]", target.shape);
        _weight = Require.NonNegative(weight, nameof(weight));
        (_target, _places) = (target.clone().DetachFromDisposeScope(), places);
    }

    /// <inheritdoc/>
    internal override Tensor Sum(FeaturePiece piece)
    {
        if (piece.Features.shape is not [_, var channels, _, _] || channels != _target.shape[1])
            throw new ShapeException($"[N,{_target.shape[1]},H,W]", piece.Features.shape);
        using var scope = NewDisposeScope();
        return GramMatrix.Products(_places.Half(piece)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    internal override Tensor Finish(Tensor sum, FeaturePiece piece, Tensor? gradient)
    {
        using var scope = NewDisposeScope();
        var count = piece.Features.shape[1] * _places.Count(piece);
        var difference = (sum / Number(count)).sub_(_target);   // [N,C,C]
        if (gradient is not null)
        {
            var factor = 4 * _weight / (difference.numel() * count);
            var (image, into) = (GramMatrix.Pixels(_places.Full(piece)), GramMatrix.Pixels(gradient));   // [N,H,W,C]
            for (var n = 0; n < image.shape[0]; n++)
                PixelProducts.AddProduct(image[n], difference[n], factor, into[n]);
        }
        return (VectorProducts.SumOfSquares(difference) * Number(_weight / difference.numel())).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _target.Dispose();
        _places.Dispose();
    }
}
