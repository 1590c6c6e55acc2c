using NetVips;
using static NetVips.Enums;

namespace Atelier.Imaging;

/// <summary>Encodes an image in memory.</summary>
internal static class ImageEncoder
{
    private static readonly (ImageFormat Format, string[] Extensions, int MaxSide)[] Known =
    [
        (ImageFormat.Jpeg, [".jpg", ".jpeg"], 65_535),
        (ImageFormat.Png, [".png"], int.MaxValue),
        (ImageFormat.WebP, [".webp"], 16_383),
        (ImageFormat.Tiff, [".tif", ".tiff"], int.MaxValue),
        (ImageFormat.Avif, [".avif"], 16_384),
        (ImageFormat.Gif, [".gif"], 65_535),
        (ImageFormat.Bmp, [".bmp"], int.MaxValue),
    ];

    /// <summary>The extensions that can be written, as words: <c>.jpg, .jpeg, ... or .bmp</c>.</summary>
    public static string Extensions { get; } =
        string.Join(", ", Known.SelectMany(k => k.Extensions).SkipLast(1)) + " or " + Known[^1].Extensions[^1];

    /// <summary>The format that a file name asks for; null for an unknown extension.</summary>
    public static ImageFormat? FormatFor(string path) =>
        Known.Where(k => k.Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)).Select(k => (ImageFormat?)k.Format).FirstOrDefault();

    /// <summary>The longest side, in pixels, that the format can hold.</summary>
    public static int MaxSide(ImageFormat format) => Known.First(k => k.Format == format).MaxSide;

    /// <summary>The file's bytes.</summary>
    public static byte[] Encode(Image image, ImageFormat format, ImageWriteOptions options)
    {
        var quality = options.Quality;
        // Only the profile is kept: libvips would add an EXIF block of its own.
        const ForeignKeep Keep = ForeignKeep.Icc;
        return format switch
        {
            ImageFormat.Jpeg => image.JpegsaveBuffer(q: quality, optimizeCoding: true, subsampleMode: ForeignSubsample.Off, keep: Keep, profile: "srgb"),
            ImageFormat.Png => EncodePng(image, options.Texts),
            ImageFormat.WebP => image.WebpsaveBuffer(q: quality, smartSubsample: true, keep: Keep, profile: "srgb"),
            ImageFormat.Tiff => image.TiffsaveBuffer(compression: ForeignTiffCompression.Deflate, predictor: ForeignTiffPredictor.Horizontal, keep: Keep, profile: "srgb"),
            ImageFormat.Avif => image.HeifsaveBuffer(q: quality, compression: ForeignHeifCompression.Av1, subsampleMode: ForeignSubsample.Off, keep: Keep, profile: "srgb"),
            ImageFormat.Gif => image.GifsaveBuffer(dither: 1),
            ImageFormat.Bmp => BmpWriter.Encode(image),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
    }

    private static byte[] EncodePng(Image image, IReadOnlyDictionary<string, string> texts)
    {
        using var described = PngTexts.Add(image, texts);
        return described.PngsaveBuffer(compression: 6, filter: ForeignPngFilter.All, keep: ForeignKeep.Icc | ForeignKeep.Other, profile: "srgb");
    }
}
