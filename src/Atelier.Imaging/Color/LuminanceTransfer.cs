using Atelier.Core;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Imaging;

/// <summary>Keeps the photo's colors: only luminance is painted, and the photo's hues are laid over it afterwards.</summary>
/// <remarks>
/// Gatys et al., "Preserving Color in Neural Artistic Style Transfer", 2016, section 3.2: luminance is the Y of YIQ, the
/// paintings' luminance is shifted and scaled to the photo's mean and deviation. Departs from the paper: colors that would
/// leave [0,1] fade toward gray, which keeps their lightness and hue; clipping would change both.
/// </remarks>
internal static class LuminanceTransfer
{
    private const double LeastDeviation = 1e-4;

    /// <summary>The luminance of an image, in all three channels.</summary>
    /// <param name="image">[1,3,H,W] in [0,1].</param>
    /// <returns>[1,3,H,W] in [0,1].</returns>
    public static Tensor Gray(Tensor image)
    {
        using var scope = NewDisposeScope();
        return Luminance(image).expand(1, 3, image.shape[2], image.shape[3]).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>A painting's luminance, with the mean and deviation of the photo's, in all three channels.</summary>
    /// <param name="painting">[1,3,h,w] in [0,1].</param>
    /// <param name="photo">[1,3,H,W] in [0,1].</param>
    /// <param name="paintingMask">[1,1,h,w]: how much each place counts; null for all of them.</param>
    /// <param name="photoMask">[1,1,H,W] likewise.</param>
    /// <returns>[1,3,h,w] in [0,1].</returns>
    public static Tensor GrayLike(Tensor painting, Tensor photo, Tensor? paintingMask = null, Tensor? photoMask = null)
    {
        using var scope = NewDisposeScope();
        var from = Luminance(painting);
        var ((fromMean, fromDeviation), (toMean, toDeviation)) = (Moments(from, paintingMask), Moments(Luminance(photo), photoMask));
        var matched = ((from - fromMean) / fromDeviation.clamp(Number(LeastDeviation)) * toDeviation).Plus(toMean).clamp(Number(0), Number(1)); // [1,1,h,w]
        return matched.expand(1, 3, painting.shape[2], painting.shape[3]).contiguous().MoveToOuterDisposeScope();
    }

    private static (Tensor Mean, Tensor Deviation) Moments(Tensor luminance, Tensor? mask)
    {
        if (mask is null)
            return (luminance.mean(), luminance.std(unbiased: false));
        var count = mask.sum();
        var mean = (luminance * mask).sum() / count;
        var apart = luminance - mean;
        return (mean, ((apart * apart * mask).sum() / count).sqrt());
    }

    /// <summary>The luminance of a painted image with the colors of the photo.</summary>
    /// <param name="painted">[1,3,h,w] in [0,1].</param>
    /// <param name="photo">[1,3,H,W] in [0,1], of any size.</param>
    /// <returns>[1,3,h,w] in [0,1].</returns>
    public static Tensor Recolor(Tensor painted, Tensor photo)
    {
        using var scope = NewDisposeScope();
        var scaled = Scaling.To(photo, (int)painted.shape[2], (int)painted.shape[3]).to(painted.device);
        var luminance = Luminance(painted).clamp(Number(0), Number(1));       // [1,1,h,w]
        var chroma = scaled - Luminance(scaled);              // [1,3,h,w]: hue and saturation, without lightness
        // How far each channel can move in its direction before it leaves [0,1].
        var room = where(chroma > Number(0), luminance.neg().Plus(1), luminance);
        var share = (room / chroma.abs().clamp(Number(1e-6))).clamp(Number(0), Number(1)).amin([1], keepdim: true); // [1,1,h,w]
        return luminance.Plus(chroma * share).MoveToOuterDisposeScope();
    }

    // The weights of red, green and blue in Y (NTSC, 1953).
    private static Tensor Luminance(Tensor image) => image.shape is [1, 3, > 0, > 0]
        ? (image * tensor([0.299f, 0.587f, 0.114f], device: image.device).view(1, 3, 1, 1)).sum(1, keepdim: true)
        : throw new ShapeException("[1,3,H,W]", image.shape);
}
