using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>What a stage knows of an image as a style: the moments of its features, and of its large areas' colors.</summary>
/// <remarks>The caller owns the tensors.</remarks>
/// <param name="Taps">As <see cref="InstantNetwork.TapsOf"/> lists them, relu1_1 first.</param>
/// <param name="Palette">Of <see cref="Underpainting.Squares"/>; null but for the first stage.</param>
internal sealed record StageStyle(IReadOnlyList<Moments> Taps, Moments? Palette)
{
    /// <summary>All of them.</summary>
    public IEnumerable<Tensor> Tensors => (Palette is null ? Taps : Taps.Append(Palette)).SelectMany(moments => (Tensor[])[moments.Mean, moments.Covariance]);

    /// <summary>Of an image that the embedded network has seen, in the caller's scope.</summary>
    /// <param name="image">[N,3,H,W] in [0,1].</param>
    /// <param name="pass">Its features.</param>
    /// <param name="taps">Those to look at.</param>
    public static StageStyle Of(Tensor image, EncoderPass pass, IReadOnlyList<string> taps) => 
        new([.. taps.Select(tap => Moments.Of(pass.Features(tap)))], taps.SequenceEqual(InstantNetwork.TapsOf(0)) ? PaletteOf(image) : null);

    /// <summary>Of an image, in the caller's scope.</summary>
    /// <param name="encoder">The embedded network.</param>
    /// <param name="stage">0 for the first.</param>
    /// <param name="image">[N,3,H,W] in [0,1], H and W multiples of 4.</param>
    public static StageStyle Of(FeatureEncoder encoder, int stage, Tensor image)
    {
        using var frozen = no_grad();
        var taps = InstantNetwork.TapsOf(stage);
        using var pass = encoder.Forward(image, taps);
        return Of(image, pass, taps);
    }

    /// <summary>The palette of an image, in the caller's scope.</summary>
    public static Moments PaletteOf(Tensor image)
    {
        using var scope = NewDisposeScope();
        var palette = Moments.Of(Underpainting.Squares(image));
        return new(palette.Mean.MoveToOuterDisposeScope(), palette.Covariance.MoveToOuterDisposeScope());
    }

    /// <summary>Several as one, in the caller's scope.</summary>
    public static StageStyle Of(IReadOnlyList<StageStyle> styles) =>
        new([.. styles[0].Taps.Select((_, tap) => Moments.Of([.. styles.Select(style => style.Taps[tap])]))],
            styles[0].Palette is null ? null : Moments.Of([.. styles.Select(style => style.Palette!)]));

    /// <summary>The numbers that say what a painting is like: each channel's mean and standard deviation, tap by tap. [N,S], in the caller's scope.</summary>
    public Tensor Vector()
    {
        using var scope = NewDisposeScope();
        return cat([.. Taps.SelectMany(tap => (Tensor[])[tap.Mean, tap.Deviation()])], 1).MoveToOuterDisposeScope();
    }

    /// <summary>Of a mixture, in the caller's scope.</summary>
    /// <inheritdoc cref="Moments.Mix"/>
    public static StageStyle Mix(IReadOnlyList<StageStyle> all, IReadOnlyList<double> shares) =>
        new([.. all[0].Taps.Select((_, tap) => Moments.Mix(all.Select(style => style.Taps[tap]), shares))],
            all[0].Palette is null ? null : Moments.Mix(all.Select(style => style.Palette!), shares));

    /// <summary>Part of the way to another.</summary>
    /// <param name="other">Of the same stage.</param>
    /// <param name="share">0 for this one, 1 for the other.</param>
    public StageStyle Toward(StageStyle other, double share) => Mix([this, other], [1 - share, share]);

    /// <summary>Hands all tensors to the scope around the current one.</summary>
    public void MoveToOuterDisposeScope()
    {
        foreach (var tensor in Tensors)
            tensor.MoveToOuterDisposeScope();
    }
}
