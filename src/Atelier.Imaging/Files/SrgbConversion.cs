using NetVips;
using static NetVips.Enums;

namespace Atelier.Imaging;

/// <summary>Turns whatever a file holds into three sRGB channels.</summary>
internal static class SrgbConversion
{
    /// <summary>
    /// The image as three bands of sRGB: unsigned 8 or 16 bits over their full range, or float in [0,1].
    /// The caller disposes the result; the input is kept.
    /// </summary>
    /// <param name="image">Of any kind.</param>
    /// <param name="background">Shows through.</param>
    /// <param name="profile">An ICC profile of RGB instead of sRGB; null for that.</param>
    /// <exception cref="NotSupportedException">The number or kind of channels has no meaning as colors.</exception>
    public static Image ToSrgb(Image image, (double Red, double Green, double Blue) background, byte[]? profile = null)
    {
        using var known = WithKnownFormat(image);
        if (!known.HasAlpha())
            return Colors(known, profile);
        using var joined = Joined(known, profile);
        return joined.Flatten([background.Red, background.Green, background.Blue], maxAlpha: 1);
    }

    /// <summary>The same beside its transparency, float in [0,1], four bands; as above where there is none.</summary>
    /// <exception cref="NotSupportedException">As above.</exception>
    public static Image ToSrgbAndAlpha(Image image, byte[]? profile = null)
    {
        using var known = WithKnownFormat(image);
        return known.HasAlpha() ? Joined(known, profile) : Colors(known, profile);
    }

    /// <summary>The largest value of the format: what 1.0 becomes.</summary>
    public static double FullScale(Image image) => image.Format switch
    {
        BandFormat.Uchar => byte.MaxValue,
        BandFormat.Ushort => ushort.MaxValue,
        _ => 1,
    };

    private static Image Joined(Image image, byte[]? profile)
    {
        using var colors = image.ExtractBand(0, n: image.Bands - 1);
        using var alpha = image.ExtractBand(image.Bands - 1);
        using var srgb = Colors(colors, profile);
        using var unitColors = ToUnit(srgb);
        using var unitAlpha = ToUnit(alpha);
        return unitColors.Bandjoin(unitAlpha);
    }

    private static Image ToUnit(Image image)
    {
        using var values = image.Cast(BandFormat.Float);
        return values * (1 / FullScale(image));
    }

    private static Image WithKnownFormat(Image image) => image.Format switch
    {
        BandFormat.Uchar or BandFormat.Ushort or BandFormat.Float => image.Copy(),
        BandFormat.Double => image.Cast(BandFormat.Float),
        BandFormat.Uint => image.Cast(BandFormat.Ushort, shift: true),
        BandFormat.Short when image.Interpretation is Interpretation.Labs => image.Copy(),
        _ => throw new NotSupportedException("an image of signed or complex numbers"),
    };

    private static Image Colors(Image image, byte[]? profile)
    {
        if (profile is null)
            return Colors(image);
        if (image.Bands is 1 or 3 && image.Format is BandFormat.Uchar or BandFormat.Ushort && image.Interpretation is not (Interpretation.Lab or Interpretation.Labs or Interpretation.Labq or Interpretation.Xyz))
        {
            using var tagged = image.Copy(interpretation: SpaceOf(image));
            return Profiles.To(tagged, profile);
        }
        using var srgb = Colors(image);
        using var plain = srgb.Mutate(mutable => mutable.Remove(Profiles.Field));
        return Profiles.To(plain, profile);
    }

    private static Interpretation SpaceOf(Image image) => (image.Format, image.Bands == 1) switch
    {
        (BandFormat.Uchar, true) => Interpretation.Bw,
        (BandFormat.Uchar, false) => Interpretation.Srgb,
        (_, true) => Interpretation.Grey16,
        (_, false) => Interpretation.Rgb16,
    };

    private static Image Colors(Image image)
    {
        var isGray = image.Bands == 1;
        if (image.Bands == 4 && image.Interpretation == Interpretation.Cmyk)
            return Profiles.FromCmyk(image);
        if (image.Interpretation is Interpretation.Lab or Interpretation.Labs or Interpretation.Labq or Interpretation.Xyz)
            return image.Colourspace(Interpretation.Rgb16);
        if (image.Bands is not (1 or 3))
            throw new NotSupportedException($"an image of {image.Bands} channels");
        if (image.Format == BandFormat.Float)
            return FromFloat(image);

        using var tagged = image.Copy(interpretation: SpaceOf(image));
        if (Profiles.Apply(tagged) is { } converted)
            return converted;
        return isGray ? tagged.Bandjoin(tagged, tagged) : tagged.Copy();
    }

    // Float files hold linear light (scRGB); values outside [0,1] are clipped.
    private static Image FromFloat(Image image)
    {
        using var linear = image.Bands == 1 ? image.Bandjoin(image, image) : image.Copy();
        using var tagged = linear.Copy(interpretation: Interpretation.Scrgb);
        return tagged.Colourspace(Interpretation.Rgb16);
    }
}
