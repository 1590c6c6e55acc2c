using NetVips;
using static NetVips.Enums;

namespace Atelier.Imaging;

/// <summary>Encodes an image.</summary>
internal static class ImageEncoder
{
    private const double MillimetersPerInch = 25.4;
    private static readonly IReadOnlyDictionary<string, string> NoFields = new Dictionary<string, string>();

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

    /// <summary>The usual extension of a format.</summary>
    public static string ExtensionOf(ImageFormat format) => Known.First(k => k.Format == format).Extensions[0];

    /// <summary>The longest side, in pixels, that the format can hold.</summary>
    public static int MaxSide(ImageFormat format) => Known.First(k => k.Format == format).MaxSide;

    /// <summary>Whether the format says how large a print is.</summary>
    public static bool HasResolution(ImageFormat format) => format is ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.Tiff or ImageFormat.Bmp;

    /// <summary>Whether the format holds a profile, and what a photo says of itself.</summary>
    public static bool HasMetadata(ImageFormat format) => format is not (ImageFormat.Gif or ImageFormat.Bmp);

    /// <summary>Whether the format holds transparency.</summary>
    public static bool HasAlpha(ImageFormat format) => format is not (ImageFormat.Jpeg or ImageFormat.Bmp);

    /// <summary>Writes the file, as it is encoded.</summary>
    /// <exception cref="VipsException">The format cannot hold the image.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void Encode(Image image, ImageFormat format, ImageWriteOptions options, Stream stream)
    {
        using var held = HasAlpha(format) || !image.HasAlpha() ? image.Copy() : OnWhite(image);
        using var print = options.Dpi is { } dpi ? held.Copy(xres: dpi / MillimetersPerInch, yres: dpi / MillimetersPerInch) : held.Copy();
        if (format is ImageFormat.Bmp)
        {
            stream.Write(BmpWriter.Encode(print, options.Dpi));
            return;
        }
        using var target = new StreamTarget(stream);
        var metadata = options.Metadata ?? NoFields;
        using var told = PhotoMetadata.Add(print, metadata);
        using var profiled = options.Profile is { } profile ? Profiles.Attach(told, profile) : told.Copy();
        using var described = format is ImageFormat.Png or ImageFormat.Gif ? profiled.Copy() : XmpTexts.Add(profiled, options.Texts, format is ImageFormat.Tiff ? metadata : NoFields);
        try
        {
            Save(described, format, options, target);
        }
        catch (VipsException) when (target.Failure is { } failure)
        {
            throw new IOException(failure.Message, failure);
        }
    }

    private static Image OnWhite(Image image)
    {
        using var flat = image.Flatten([byte.MaxValue, byte.MaxValue, byte.MaxValue]);
        return flat.Cast(BandFormat.Uchar);
    }

    private static void Save(Image image, ImageFormat format, ImageWriteOptions options, StreamTarget target)
    {
        var quality = options.Quality;
        // Only what is asked for is kept: libvips would add an EXIF block of its own.
        var keep = ForeignKeep.Icc | (image.Contains(XmpTexts.Field) ? ForeignKeep.Xmp : ForeignKeep.None) | (options.Metadata is null ? ForeignKeep.None : ForeignKeep.Exif);
        // libvips attaches it where there is none.
        var profile = options.Profile is null ? "srgb" : null;
        switch (format)
        {
            case ImageFormat.Jpeg:
                // A JPEG's resolution is in its EXIF block.
                image.JpegsaveTarget(
                    target.Target, q: quality, optimizeCoding: true, subsampleMode: ForeignSubsample.Off,
                    keep: options.Dpi is null ? keep : keep | ForeignKeep.Exif, profile: profile);
                break;
            case ImageFormat.Png:
                using (var commented = PngTexts.Add(image, options.Texts))
                    commented.PngsaveTarget(target.Target, compression: 6, filter: ForeignPngFilter.All, keep: keep | ForeignKeep.Other, profile: profile);
                break;
            case ImageFormat.WebP:
                image.WebpsaveTarget(target.Target, q: quality, smartSubsample: true, keep: keep, profile: profile);
                break;
            case ImageFormat.Tiff:
                image.TiffsaveTarget(
                    target.Target, compression: ForeignTiffCompression.Deflate, predictor: ForeignTiffPredictor.Horizontal,
                    resunit: ForeignTiffResunit.Inch, keep: keep, profile: profile);
                break;
            case ImageFormat.Avif:
                // Its quality is that of the transparency too, which shall stay as it is.
                image.HeifsaveTarget(target.Target, q: quality, lossless: image.HasAlpha(), compression: ForeignHeifCompression.Av1, subsampleMode: ForeignSubsample.Off, keep: keep, profile: profile);
                break;
            case ImageFormat.Gif:
                image.GifsaveTarget(target.Target, dither: 1);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format));
        }
    }
}

/// <summary>A stream that libvips writes to. It says only that writing failed; the stream's own reason is kept here.</summary>
internal sealed class StreamTarget : IDisposable
{
    public StreamTarget(Stream stream)
    {
        Target.OnWrite += (bytes, count) => Try(() =>
        {
            stream.Write(bytes, 0, count);
            return count;
        });
        Target.OnRead += (bytes, count) => (int)Try(() => stream.Read(bytes, 0, count));
        Target.OnSeek += (offset, whence) => Try(() => stream.Seek(offset, whence));
    }

    public TargetCustom Target { get; } = new();

    /// <summary>Why the stream failed; null where it did not.</summary>
    public Exception? Failure { get; private set; }

    public void Dispose() => Target.Dispose();

    private long Try(Func<long> act)
    {
        try
        {
            return act();
        }
        catch (IOException e)
        {
            Failure = e;
            return -1;
        }
    }
}
