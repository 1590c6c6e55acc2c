using NetVips;
using static NetVips.Enums;

namespace Atelier.Core.Images;

/// <summary>Opens an image file: checks what it is and how large it says it is before a pixel is decoded.</summary>
internal static class ImageDecoder
{
    private const string Damaged = "is damaged or incomplete and cannot be read as an image; copy or download it again.";

    /// <summary>What the file says about itself; nothing is decoded.</summary>
    /// <exception cref="ImageFileException">The file cannot be read, is no image, is damaged or too large.</exception>
    public static ImageHeader ReadHeader(string path, ImageReadOptions options) =>
        Open(path, options, (header, _) => header);

    /// <summary>Decodes the file with <paramref name="use"/>, after the checks.</summary>
    /// <exception cref="ImageFileException">The file cannot be read, is no image, is damaged or too large.</exception>
    public static T Decode<T>(string path, ImageReadOptions options, Func<Image, T> use) =>
        Open(path, options, (_, open) =>
        {
            using var image = open();
            return use(image);
        });

    private static T Open<T>(string path, ImageReadOptions options, Func<ImageHeader, Func<Image>, T> use)
    {
        Vips.EnsureReady();
        try
        {
            using var file = OpenFile(path);
            return Identify(path, file) switch
            {
                ImageFormat.Bmp => OpenBmp(path, file, options, use),
                var format => OpenVips(path, format, options, use),
            };
        }
        catch (Exception e) when (e is VipsException or InvalidDataException or EndOfStreamException)
        {
            throw new ImageFileException(path, Damaged, e);
        }
        catch (OverflowException e)
        {
            throw new ImageFileException(path, "has more pixels than one array holds; shrink it.", e);
        }
        catch (NotSupportedException e)
        {
            throw new ImageFileException(path, $"is {e.Message}, which cannot be read; convert it to an RGB image.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImageFileException(path, $"cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }

    private static FileStream OpenFile(string path)
    {
        if (Directory.Exists(path))
            throw new ImageFileException(path, "is a folder, not an image file.");
        if (!File.Exists(path))
            throw new ImageFileException(path, "does not exist; check the name.");
        return new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
    }

    private static ImageFormat Identify(string path, FileStream file)
    {
        Span<byte> start = stackalloc byte[ImageSignature.Length];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (start.IsEmpty)
            throw new ImageFileException(path, "is empty; copy or download it again.");
        var format = ImageSignature.FormatOf(start) ?? throw new ImageFileException(
            path, $"is not an image that can be read: it seems to be {ImageSignature.Describe(start)}. Give a JPEG, PNG, WebP, TIFF, AVIF, GIF or BMP.");
        return ContainerEnd.IsReached(format, file) ? format : throw new ImageFileException(path, Damaged);
    }

    private static T OpenBmp<T>(string path, FileStream file, ImageReadOptions options, Func<ImageHeader, Func<Image>, T> use)
    {
        var bmp = BmpReader.ReadHeader(file);
        var bands = bmp.HasAlpha ? 4 : 3;
        var header = new ImageHeader(ImageFormat.Bmp, bmp.Width, bmp.Height, bands, Bits: 8, bmp.HasAlpha, HasProfile: false);
        RefuseIfTooLarge(path, header, options.MaxPixels);
        return use(header, () =>
        {
            using var raw = Image.NewFromMemory(BmpReader.ReadPixels(file, bmp), bmp.Width, bmp.Height, bands, BandFormat.Uchar);
            return raw.Copy(interpretation: Interpretation.Srgb);
        });
    }

    private static T OpenVips<T>(string path, ImageFormat format, ImageReadOptions options, Func<ImageHeader, Func<Image>, T> use)
    {
        using var source = Source.NewFromFile(Path.GetFullPath(path));
        using var image = Load(format, source);
        var header = HeaderOf(format, image);
        RefuseIfTooLarge(path, header, options.MaxPixels);
        return use(header, () => image);
    }

    private static void RefuseIfTooLarge(string path, ImageHeader header, long maxPixels)
    {
        if (header.Pixels > maxPixels)
            throw new ImageFileException(path, $"has {header.Width} x {header.Height} = {header.Pixels / 1e6:0.#} megapixels, more than the limit of {maxPixels / 1e6:0.######}; shrink it, or raise the limit with --max-pixels.");
    }

    private static Image Load(ImageFormat format, Source source) => format switch
    {
        ImageFormat.Jpeg => Image.JpegloadSource(source, access: Access.Sequential, failOn: FailOn.Error),
        ImageFormat.Png => Image.PngloadSource(source, access: Access.Sequential, failOn: FailOn.Error),
        ImageFormat.WebP => Image.WebploadSource(source, access: Access.Sequential, failOn: FailOn.Error),
        ImageFormat.Tiff => Image.TiffloadSource(source, access: Access.Sequential, failOn: FailOn.Error),
        ImageFormat.Avif => Image.HeifloadSource(source, access: Access.Sequential, failOn: FailOn.Error),
        ImageFormat.Gif => Image.GifloadSource(source, access: Access.Sequential, failOn: FailOn.Error),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    private static ImageHeader HeaderOf(ImageFormat format, Image image)
    {
        var turned = Orientation.Of(image) >= 5;
        var bits = image.Contains("bits-per-sample") ? (int)image.Get("bits-per-sample") : image.Format switch
        {
            BandFormat.Uchar or BandFormat.Char => 8,
            BandFormat.Ushort or BandFormat.Short => 16,
            BandFormat.Double => 64,
            _ => 32,
        };
        var (width, height) = turned ? (image.Height, image.Width) : (image.Width, image.Height);
        return new(format, width, height, image.Bands, bits, image.HasAlpha(), image.Contains(Profiles.Field));
    }
}
