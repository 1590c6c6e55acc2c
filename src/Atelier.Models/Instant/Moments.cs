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

    /// <summary>The numbers that say what a painting is like: each channel's mean and standard deviation, tap by tap. [N,S], in the caller's scope.</summary>
    public static Tensor Style(IEnumerable<Moments> taps)
    {
        using var scope = NewDisposeScope();
        return cat([.. taps.SelectMany(tap => (Tensor[])[tap.Mean, tap.Deviation()])], 1).MoveToOuterDisposeScope();
    }

    /// <summary>Each channel's standard deviation, [N,C], in the caller's scope.</summary>
    public Tensor Deviation()
    {
        using var scope = NewDisposeScope();
        return Covariance.diagonal(0, 1, 2).clamp_min(Number(0)).sqrt().MoveToOuterDisposeScope();
    }

    /// <summary>Hands both tensors to the scope around the current one.</summary>
    public void MoveToOuterDisposeScope()
    {
        Mean.MoveToOuterDisposeScope();
        Covariance.MoveToOuterDisposeScope();
    }

    /// <summary>Part of the way to others.</summary>
    /// <param name="others">As many.</param>
    /// <param name="share">0 for these, 1 for the others.</param>
    public Moments Toward(Moments others, double share)
    {
        using var scope = NewDisposeScope();
        var mean = (Mean * Number(1 - share)).Plus(others.Mean * Number(share));
        var covariance = (Covariance * Number(1 - share)).Plus(others.Covariance * Number(share));
        return new(mean.MoveToOuterDisposeScope(), covariance.MoveToOuterDisposeScope());
    }
}
