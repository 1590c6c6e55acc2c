using NetVips;
using static NetVips.Enums;

namespace Atelier.Imaging;

/// <summary>ICC profiles: applies the one that an image carries.</summary>
internal static class Profiles
{
    /// <summary>libvips' name of the embedded profile.</summary>
    public const string Field = "icc-profile-data";

    // ICC.1:2010, section 7.2.
    private const int HeaderLength = 128, ColorSpaceAt = 16;

    // More than rounding and the many editions of the sRGB profile cause, but less than the eye can see.
    private const double SameColors = 1.5 * 257;

    /// <summary>
    /// The image in sRGB at 16 bits, by its profile; null if it has none, a broken one, one for another kind of image, or one that
    /// is already sRGB, so that converting would gain nothing.
    /// </summary>
    public static Image? Apply(Image image)
    {
        if (!image.Contains(Field))
            return null;
        try
        {
            return ChangesColors(image) ? Transform(image) : null;
        }
        catch (VipsException)
        {
            return null;
        }
    }

    /// <summary>The profile of an image that was opened; null where it has none, or not one of RGB.</summary>
    public static byte[]? OfRgb(Image image) =>
        image.Contains(Field) && (byte[])image.Get(Field) is { Length: > HeaderLength } profile && profile.AsSpan(ColorSpaceAt, 4).SequenceEqual("RGB "u8) ? profile : null;

    /// <summary>Display P3's, as libvips has it.</summary>
    public static byte[] DisplayP3 => Image.ProfileLoad("p3");

    /// <summary>The image, whose colors are of a profile, tagged with it; the caller disposes it.</summary>
    public static Image Attach(Image image, byte[] profile) => image.Mutate(mutable => mutable.Set(GValue.BlobType, Field, profile));

    /// <summary>The image in the colors of a profile, at 16 bits; as it is where it has that profile already.</summary>
    /// <param name="image">Gray or RGB of 8 or 16 bits: sRGB where it says nothing.</param>
    /// <param name="profile">An ICC profile of RGB.</param>
    public static Image To(Image image, byte[] profile)
    {
        using var three = image.Bands == 1 ? image.Bandjoin(image, image) : image.Copy();
        using var colors = three.Copy(interpretation: image.Format == BandFormat.Uchar ? Interpretation.Srgb : Interpretation.Rgb16);
        if (image.Bands == 3 && image.Contains(Field) && ((byte[])image.Get(Field)).AsSpan().SequenceEqual(profile))
            return colors.Copy();
        using var neutral = Import(colors, image.Bands == 3);
        using var tagged = Attach(neutral, profile);
        return tagged.IccExport(intent: Intent.Relative, depth: 16);
    }

    // A profile of gray says nothing of three channels, and a broken one nothing at all.
    private static Image Import(Image image, bool isEmbedded)
    {
        try
        {
            return image.IccImport(intent: Intent.Relative, embedded: isEmbedded, inputProfile: "srgb");
        }
        catch (VipsException) when (isEmbedded)
        {
            return image.IccImport(intent: Intent.Relative, inputProfile: "srgb");
        }
    }

    /// <summary>CMYK in sRGB at 16 bits, by the embedded profile or, without a usable one, by libvips' generic press.</summary>
    public static Image FromCmyk(Image image) =>
        image.IccTransform("srgb", intent: Intent.Perceptual, embedded: true, inputProfile: "cmyk", depth: 16);

    /// <summary>Display P3 in sRGB at 16 bits; a fourth band is kept.</summary>
    public static Image FromP3(Image image)
    {
        using var colors = image.ExtractBand(0, n: 3);
        using var srgb = colors.IccTransform("srgb", intent: Intent.Perceptual, inputProfile: "p3", depth: 16);
        if (image.Bands < 4)
            return srgb.Copy();
        using var alpha = image.ExtractBand(3, n: image.Bands - 3);
        using var wide = alpha.Cast(BandFormat.Ushort) * (srgb.Format == image.Format ? 1 : 257);
        using var whole = wide.Cast(BandFormat.Ushort);
        return srgb.Bandjoin(whole);
    }

    private static Image Transform(Image image) =>
        image.IccTransform("srgb", intent: Intent.Perceptual, embedded: true, depth: 16);

    // Tests the profile with a few colors instead of trusting its name.
    private static bool ChangesColors(Image image)
    {
        ushort[] levels = [0, 8, 32, 64, 96, 128, 160, 192, 224, 255];
        var colors = image.Bands == 1
            ? levels.ToArray()
            : [.. from r in levels from g in levels from b in levels where r == g || g == b || b == r select new[] { r, g, b } into rgb from v in rgb select v];
        for (var i = 0; i < colors.Length; i++)
            colors[i] *= 257;
        using var probe = Image.NewFromMemory(colors, colors.Length / image.Bands, 1, image.Bands, BandFormat.Ushort);
        using var tagged = probe.Copy(interpretation: image.Bands == 1 ? Interpretation.Grey16 : Interpretation.Rgb16)
            .Mutate(m => m.Set(GValue.BlobType, Field, (byte[])image.Get(Field)));
        using var transformed = Transform(tagged);
        using var difference = (transformed - probe).Abs();
        return difference.Max() > SameColors;
    }
}
