using System.Runtime.InteropServices;
using NetVips;
using static NetVips.Enums;

namespace Atelier.Imaging;

/// <summary>Turns an image into bytes, smaller by a whole factor on request.</summary>
internal static class PixelBytes
{
    /// <summary>What libjpeg can shrink by while it decodes.</summary>
    private static readonly int[] JpegFactors = [8, 4, 2];

    /// <summary>
    /// How many times an image may be shrunk so that its shorter side keeps <paramref name="enough"/> pixels; a power of 2
    /// up to 8, so that every format is treated the same. 1 if <paramref name="enough"/> is 0.
    /// </summary>
    public static int FactorFor(int width, int height, int enough) =>
        enough <= 0 ? 1 : JpegFactors.FirstOrDefault(factor => Math.Min(width, height) / factor >= enough, 1);

    /// <summary>The image, decoded, shrunk by the factor, in sRGB and upright.</summary>
    public static RgbPixels Decode(Image image, int factor, int shrunkAlready, (double Red, double Green, double Blue) background)
    {
        using var upright = Orientation.Upright(image);
        using var srgb = SrgbConversion.ToSrgb(upright, background);
        var rest = factor / shrunkAlready;
        using var small = rest == 1 ? srgb.Copy() : srgb.Shrink(rest, rest);
        using var bytes = ToBytes(small);
        return Copy(bytes, factor);
    }

    /// <summary>The image in sRGB and upright, with 8 bits, its longer side at most that many pixels.</summary>
    public static Image Thumbnail(Image image, int longSide, (double Red, double Green, double Blue) background)
    {
        using var upright = Orientation.Upright(image);
        using var srgb = SrgbConversion.ToSrgb(upright, background);
        using var bytes = ToBytes(srgb);
        using var tagged = bytes.Copy(interpretation: Interpretation.Srgb);
        return tagged.ThumbnailImage(longSide, height: longSide, size: Size.Down);
    }

    private static Image ToBytes(Image image)
    {
        if (image.Format == BandFormat.Uchar)
            return image.Copy();
        using var scaled = image * (byte.MaxValue / SrgbConversion.FullScale(image));
        using var rounded = scaled.Rint();
        return rounded.Cast(BandFormat.Uchar);
    }

    private static RgbPixels Copy(Image image, int factor)
    {
        var pixels = image.WriteToMemory(out var size);
        try
        {
            var bytes = new byte[size];
            Marshal.Copy(pixels, bytes, 0, bytes.Length);
            return new(image.Width, image.Height, bytes, factor);
        }
        finally
        {
            NetVips.NetVips.Free(pixels);
        }
    }
}
