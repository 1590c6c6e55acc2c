using Atelier.Core;
using Atelier.Kernels;
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
    public override Tensor Evaluate(Tensor features, Tensor? gradient = null)
    {
        if (features.shape is not [_, var channels, _, _] || channels != _target.shape[1])
            throw new ShapeException($"[N,{_target.shape[1]},H,W]", features.shape);
        using var scope = NewDisposeScope();
        var difference = GramMatrix.Compute(features).sub_(_target);   // [N,C,C]
        if (gradient is not null)
        {
            var factor = 4 * _weight / (difference.numel() * (double)GramMatrix.Count(features));
            var into = gradient.permute(0, 2, 3, 1);   // [N,H,W,C]
            var rows = GramMatrix.Rows(features);      // [N,HW,C]
            // In place where the channels lie last in memory; a view of rows exists only there.
            if (!into.is_contiguous())
                into.add_(rows.bmm(difference).view(into.shape), alpha: factor);
            else
                for (var n = 0; n < features.shape[0]; n++)
                    PixelProducts.AddProduct(rows[n], difference[n], factor, into[n].view(-1, channels));
        }
        return (difference.square().mean() * _weight).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _target.Dispose();
}
