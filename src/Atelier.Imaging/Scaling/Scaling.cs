using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Imaging;

/// <summary>Changes the size of images [N,C,H,W], on any device and through autograd.</summary>
/// <remarks>
/// The filter is the cubic convolution of Keys (1981, "Cubic convolution interpolation for digital image processing",
/// a = -0.5), widened by the scale when shrinking so that fine detail averages out instead of aliasing. Pixel centers are
/// aligned: nothing shifts. The cubic's overshoot at edges is clamped to the input's own range, so [0,1] stays [0,1].
/// </remarks>
public static class Scaling
{
    private const int Gap = 8;

    /// <summary>Scales so that the longer side has <paramref name="size"/> pixels; the proportions are kept.</summary>
    /// <returns>[N,C,h,w] with max(h,w) = size, the other side rounded and at least 1.</returns>
    public static Tensor LongSide(Tensor image, int size) => ScaleSide(image, size, Math.Max);

    /// <summary>Scales so that the shorter side has <paramref name="size"/> pixels; the proportions are kept.</summary>
    /// <returns>[N,C,h,w] with min(h,w) = size, the other side rounded.</returns>
    public static Tensor ShortSide(Tensor image, int size) => ScaleSide(image, size, Math.Min);

    /// <summary>Scales to exactly <paramref name="height"/> x <paramref name="width"/>, whatever the proportions.</summary>
    /// <returns>[N,C,height,width]; a copy if the size is the input's.</returns>
    /// <exception cref="ShapeException">The image is not [N,C,H,W].</exception>
    public static Tensor To(Tensor image, int height, int width)
    {
        Require.Positive(height, nameof(height));
        Require.Positive(width, nameof(width));
        var (h, w) = SizeOf(image);
        if ((h, w) == (height, width))
            return image.clone();
        using var scope = NewDisposeScope();
        var scaled = nn.functional.interpolate(image, [height, width], mode: InterpolationMode.Bicubic, align_corners: false, antialias: true);
        var still = image.detach();
        var (least, most) = (still.amin([1, 2, 3], keepdim: true), still.amax([1, 2, 3], keepdim: true)); // [N,1,1,1]
        return scaled.clamp(least, most).MoveToOuterDisposeScope();
    }

    /// <summary>Crops the center; an odd pixel is dropped at the bottom and right.</summary>
    /// <returns>[N,C,height,width], a copy.</returns>
    /// <exception cref="ShapeException">The image is not [N,C,H,W], or smaller than the crop.</exception>
    public static Tensor CenterCrop(Tensor image, int height, int width)
    {
        var (h, w) = SizeOf(image);
        return Crop(image, (h - height) / 2, (w - width) / 2, height, width);
    }

    /// <summary>
    /// Scales a painting by max(height/h, width/w), so that it covers the photo, and crops it top-left to the photo's size
    /// (fast.ai part 2, lesson 13, <c>scale_match</c>).
    /// </summary>
    /// <returns>[N,C,height,width].</returns>
    /// <exception cref="ShapeException">The style is not [N,C,H,W].</exception>
    public static Tensor ScaleMatch(Tensor style, int height, int width)
    {
        Require.Positive(height, nameof(height));
        Require.Positive(width, nameof(width));
        var (h, w) = SizeOf(style);
        var ratio = Math.Max((double)height / h, (double)width / w);
        using var covering = To(style, Math.Max(height, Round(h * ratio)), Math.Max(width, Round(w * ratio)));
        return Crop(covering, 0, 0, height, width);
    }

    /// <summary>Joins pictures from left to right on white, for comparison.</summary>
    /// <param name="images">[1,3,H,W] each, at least one.</param>
    /// <param name="height">Height of the row in pixels; each picture is scaled to it.</param>
    /// <returns>[1,3,height,W], on the CPU.</returns>
    public static Tensor SideBySide(IReadOnlyList<Tensor> images, int height)
    {
        Require.NotEmpty(images);
        using var scope = NewDisposeScope();
        var gap = ones(1, 3, height, Gap);
        var row = images.SelectMany(image => (Tensor[])[gap, To(image.cpu(), height, (int)Math.Max(1, Math.Round((double)image.shape[3] * height / image.shape[2])))]).Skip(1);
        return cat([.. row], 3).MoveToOuterDisposeScope();
    }

    private static Tensor ScaleSide(Tensor image, int size, Func<long, long, long> side)
    {
        Require.Positive(size, nameof(size));
        var (h, w) = SizeOf(image);
        var ratio = (double)size / side(h, w);
        return To(image, Round(h * ratio), Round(w * ratio));
    }

    private static Tensor Crop(Tensor image, long top, long left, int height, int width)
    {
        Require.Positive(height, nameof(height));
        Require.Positive(width, nameof(width));
        var (h, w) = SizeOf(image);
        if (h < height || w < width)
            throw new ShapeException($"[N,C,H>={height},W>={width}]", image.shape);
        using var view = image[TensorIndex.Ellipsis, TensorIndex.Slice(top, top + height), TensorIndex.Slice(left, left + width)];
        return view.clone(); // [N,C,height,width]
    }

    private static int Round(double size) => Math.Max(1, (int)Math.Round(size, MidpointRounding.AwayFromZero));

    private static (long Height, long Width) SizeOf(Tensor image) =>
        image.shape is [_, _, > 0 and var h, > 0 and var w] ? (h, w) : throw new ShapeException("[N,C,H,W]", image.shape);
}
