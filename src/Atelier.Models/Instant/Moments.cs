using Atelier.Kernels;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>The mean and covariance of features over all pixels: what the instant network knows of a painting, and of a photo.</summary>
/// <remarks>The caller owns both tensors.</remarks>
/// <param name="Mean">[N,C].</param>
/// <param name="Covariance">[N,C,C].</param>
internal sealed record Moments(Tensor Mean, Tensor Covariance)
{
    /// <summary>Of features [N,C,H,W], in the caller's scope.</summary>
    public static Moments Of(Tensor features)
    {
        using var scope = NewDisposeScope();
        var pixels = features.permute(0, 2, 3, 1);                                                              // [N,H,W,C]
        var count = (double)pixels.shape[1] * pixels.shape[2];
        var mean = pixels.mean([1, 2]);                                                                         // [N,C]
        var square = stack([.. pixels.unbind().Select(PixelProducts.Gram)]) / Number(count);                     // [N,C,C]
        return new(mean.MoveToOuterDisposeScope(), (square - mean.unsqueeze(2).bmm(mean.unsqueeze(1))).MoveToOuterDisposeScope());
    }

    /// <summary>Several as one, in the caller's scope.</summary>
    public static Moments Of(IReadOnlyList<Moments> all) => new(cat([.. all.Select(moments => moments.Mean)]), cat([.. all.Select(moments => moments.Covariance)]));

    /// <summary>Of a mixture, in the caller's scope.</summary>
    /// <param name="all">As many channels each.</param>
    /// <param name="shares">How much each counts; 1 in all.</param>
    public static Moments Mix(IEnumerable<Moments> all, IReadOnlyList<double> shares)
    {
        using var scope = NewDisposeScope();
        var parts = all.Zip(shares, (moments, share) => (moments.Mean * Number(share), moments.Covariance * Number(share)));
        var (mean, covariance) = parts.Aggregate((sum, part) => (sum.Item1.Plus(part.Item1), sum.Item2.Plus(part.Item2)));
        return new(mean.MoveToOuterDisposeScope(), covariance.MoveToOuterDisposeScope());
    }

    /// <summary>Each channel's standard deviation, [N,C], in the caller's scope.</summary>
    public Tensor Deviation()
    {
        using var scope = NewDisposeScope();
        return Covariance.diagonal(0, 1, 2).clamp_min(Number(0)).sqrt().MoveToOuterDisposeScope();
    }
}

/// <summary>The moments of features that come part by part.</summary>
internal sealed class MomentSum : IDisposable
{
    private Tensor? _sum, _products;
    private double _count;

    /// <summary>Adds the pixels of a part.</summary>
    /// <param name="features">[1,C,H,W].</param>
    public void Add(Tensor features)
    {
        using var scope = NewDisposeScope();
        var pixels = features.permute(0, 2, 3, 1).squeeze(0);                                                   // [H,W,C]
        var (sum, products) = (pixels.sum([0, 1]).to(float64), PixelProducts.Gram(pixels).to(float64));
        _sum ??= zeros_like(sum).DetachFromDisposeScope();
        _products ??= zeros_like(products).DetachFromDisposeScope();
        _sum.add_(sum, alpha: One);
        _products.add_(products, alpha: One);
        _count += (double)pixels.shape[0] * pixels.shape[1];
    }

    /// <summary>Of all pixels so far, in the caller's scope.</summary>
    public Moments ToMoments()
    {
        using var scope = NewDisposeScope();
        var mean = _sum! / Number(_count);
        var covariance = (_products! / Number(_count)) - mean.outer(mean);
        return new(mean.to(float32).unsqueeze(0).MoveToOuterDisposeScope(), covariance.to(float32).unsqueeze(0).MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
        _sum?.Dispose();
        _products?.Dispose();
    }
}
