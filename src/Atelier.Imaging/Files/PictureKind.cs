using NetVips;

namespace Atelier.Imaging;

/// <summary>What a file says of its pixels that libvips does not look at.</summary>
/// <param name="Tiff">Of a TIFF.</param>
/// <param name="Colors">Of an AVIF that names its colors by number.</param>
internal readonly record struct PictureKind(TiffPicture? Tiff, CodedColors? Colors)
{
    // BT.601's, which TIFF has by default.
    private const double Red = 0.299, Green = 0.587, Blue = 0.114;

    /// <summary>What may not be readable; null for nothing.</summary>
    public string? Oddity => Tiff?.Oddity;

    /// <summary>The image in colors that its interpretation or profile tells. The caller disposes it; the input is kept.</summary>
    /// <exception cref="NotSupportedException">There are none.</exception>
    public Image Known(Image image)
    {
        if (Colors is { Oddity: { } odd } && !image.Contains(Profiles.Field))
            throw new NotSupportedException(odd);
        if (Colors is { IsP3: true } && !image.Contains(Profiles.Field))
            return Profiles.FromP3(image);
        return Tiff is { IsBareYCbCr: true } tiff ? FromYCbCr(image, tiff) : image.Copy();
    }

    private static Image FromYCbCr(Image image, TiffPicture tiff)
    {
        if (tiff.Subsampling != (1, 1) || image.Format is not Enums.BandFormat.Uchar || image.Bands != 3)
            throw new NotSupportedException("a TIFF of subsampled YCbCr colors");
        double[] middle = [0, -128, -128];
        using var centered = image.Linear([1, 1, 1], middle);
        using var matrix = Image.NewFromArray(new[,]
        {
            { 1, 0, 2 - 2 * Red },
            { 1, -(2 - 2 * Blue) * Blue / Green, -(2 - 2 * Red) * Red / Green },
            { 1, 2 - 2 * Blue, 0 },
        });
        using var colors = centered.Recomb(matrix);
        using var rounded = colors.Rint();
        using var bytes = rounded.Cast(Enums.BandFormat.Uchar);
        return bytes.Copy(interpretation: Enums.Interpretation.Srgb);
    }
}
