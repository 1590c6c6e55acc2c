using Atelier.Core;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Imaging;

/// <summary>An image apart from its transparency.</summary>
/// <param name="Colors">[1,3,H,W]; where nothing can be seen, the colors around it, whatever lay there.</param>
/// <param name="Alpha">[1,1,H,W] in [0,1]; null where all is opaque.</param>
internal sealed record Cutout(Tensor Colors, Tensor? Alpha)
{
    /// <summary>Of an image; in the caller's scope.</summary>
    /// <param name="image">[1,3,H,W] or [1,4,H,W], in [0,1] or packed. Without transparency its colors are the image itself.</param>
    /// <exception cref="ShapeException">Another shape.</exception>
    public static Cutout Of(Tensor image)
    {
        if (image.shape is [1, 3, > 0, > 0])
            return new(image, null);
        if (image.shape is not [1, 4, > 0, > 0])
            throw new ShapeException("[1,3,H,W] or [1,4,H,W]", image.shape);
        using var scope = NewDisposeScope();
        var (colors, alpha) = (image.narrow(1, 0, 3), PackedImage.Floats(image.narrow(1, 3, 1)).cpu().contiguous());
        if (alpha.min().ToNumber() >= 1)
            return new(colors.contiguous().MoveToOuterDisposeScope(), null);
        var filled = Filled(PackedImage.Floats(colors).cpu(), alpha);
        return new((PackedImage.Is(image) ? PackedImage.Packed(filled, PackedImage.BitsFor(image)) : filled).MoveToOuterDisposeScope(), alpha.MoveToOuterDisposeScope());
    }

    /// <summary>A picture with this transparency, [1,4,h,w]; the picture itself where all is opaque. In the caller's scope.</summary>
    /// <param name="picture">[1,3,h,w] in [0,1] or packed, of any size.</param>
    public Tensor Over(Tensor picture)
    {
        if (Alpha is null)
            return picture;
        using var scope = NewDisposeScope();
        var alpha = Scaling.To(Alpha, (int)picture.shape[2], (int)picture.shape[3]).clamp(Number(0), Number(1)).to(picture.device);
        return cat([picture, PackedImage.Is(picture) ? PackedImage.Packed(alpha, PackedImage.BitsFor(picture)) : alpha.to(picture.dtype)], 1).MoveToOuterDisposeScope();
    }

    // Mean colors of ever larger squares, each place weighed by what can be seen of it; what is hidden takes them from the smallest square in
    // which anything can be seen.
    private static Tensor Filled(Tensor colors, Tensor alpha)
    {
        using var scope = NewDisposeScope();
        List<(Tensor Colors, Tensor Weight)> levels = [(where(alpha > Number(0), colors, zeros_like(colors)) * alpha, alpha)];
        while (Math.Max(levels[^1].Weight.shape[2], levels[^1].Weight.shape[3]) > 1)
            levels.Add((Halved(levels[^1].Colors), Halved(levels[^1].Weight)));
        var (sum, weight) = levels[^1];
        var found = sum / weight.clamp_min(Number(double.Epsilon));
        for (var level = levels.Count - 2; level >= 0; level--)
        {
            using var step = NewDisposeScope();
            (sum, weight) = levels[level];
            var coarse = Scaling.To(found, (int)weight.shape[2], (int)weight.shape[3]);
            var own = level == 0 ? colors : sum / weight.clamp_min(Number(1e-12));
            found = where(weight > Number(0), own, coarse).clamp(Number(0), Number(1)).MoveToOuterDisposeScope();
        }
        return found.MoveToOuterDisposeScope();
    }

    private static Tensor Halved(Tensor image)
    {
        var (down, across) = (image.shape[2] % 2, image.shape[3] % 2);
        return nn.functional.avg_pool2d(nn.functional.pad(image, [0, across, 0, down]), 2);
    }
}
