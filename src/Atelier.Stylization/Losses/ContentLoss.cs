using Atelier.Core;
using Atelier.Kernels;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>How far features are from the content image's: L = weight * mean((F - T)^2).</summary>
/// <remarks>
/// Gatys et al. 2015, equation 1; gradient 2 weight (F - T) / numel. Departs from the paper, as fast.ai's lesson does: the mean
/// instead of half the sum.
/// </remarks>
public sealed class ContentLoss : FeatureLoss
{
    private readonly Tensor _target;
    private readonly double _weight;

    /// <param name="target">The content image's features, [N,C,H,W]; copied.</param>
    /// <param name="weight">0 or more.</param>
    public ContentLoss(Tensor target, double weight)
    {
        _weight = Require.NonNegative(weight, nameof(weight));
        _target = target.clone().DetachFromDisposeScope();
    }

    /// <summary>The weight that makes the loss relative to the target: weight / mean(T^2).</summary>
    public static double RelativeWeight(Tensor target, double weight)
    {
        using var scope = NewDisposeScope();
        return weight / Math.Max(VectorProducts.SumOfSquares(target).ToNumber() / target.numel(), double.Epsilon);
    }

    /// <inheritdoc/>
    internal override Tensor Sum(FeaturePiece piece)
    {
        if (piece.Features.shape[..2].Concat([piece.WholeHeight, piece.WholeWidth]).SequenceEqual(_target.shape))
            return VectorProducts.SquaredDistance(GramMatrix.Pixels(piece.Features), GramMatrix.Pixels(piece.Of(_target)));
        throw new ShapeException($"[{string.Join(',', _target.shape)}]", piece.Features.shape);
    }

    /// <inheritdoc/>
    internal override Tensor Finish(Tensor sum, FeaturePiece piece, Tensor? gradient)
    {
        using var scope = NewDisposeScope();
        gradient?.add_(piece.Features - piece.Of(_target), alpha: Number(2 * _weight / _target.numel()));
        return (sum * Number(_weight / _target.numel())).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _target.Dispose();
}
