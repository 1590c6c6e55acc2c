using Atelier.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>A loss over the features at one layer, with its gradient in closed form.</summary>
/// <remarks>Autograd would go through each matrix product twice, and keep what it needs for that; a formula does not.</remarks>
public abstract class FeatureLoss : IDisposable
{
    /// <summary>The loss; the gradient with respect to the features is added to <paramref name="gradient"/> in place.</summary>
    /// <param name="features">[N,C,H,W].</param>
    /// <param name="gradient">As large, and changed; or null where only the loss is wanted.</param>
    /// <returns>A scalar tensor, on the features' device.</returns>
    public abstract Tensor Evaluate(Tensor features, Tensor? gradient = null);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the target.</summary>
    protected abstract void Dispose(bool disposing);
}

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
        return weight / Math.Max(target.square().mean().ToDouble(), double.Epsilon);
    }

    /// <inheritdoc/>
    public override Tensor Evaluate(Tensor features, Tensor? gradient = null)
    {
        if (!features.shape.SequenceEqual(_target.shape))
            throw new ShapeException($"[{string.Join(',', _target.shape)}]", features.shape);
        using var scope = NewDisposeScope();
        var difference = features - _target;
        gradient?.add_(difference, alpha: 2 * _weight / difference.numel());
        return (difference.square().mean() * _weight).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _target.Dispose();
}
