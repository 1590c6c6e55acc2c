using NetVips;
using static NetVips.Enums;

namespace Atelier.Imaging;

/// <summary>Opens an image file: checks what it is and how large it says it is before a pixel is decoded.</summary>
internal static class ImageDecoder
{
    private const string Damaged = "is damaged or incomplete and cannot be read as an image; copy or download it again.";
    private const double NotableShare = 0.005;
    private static readonly Lock Diagnosis = new();

    /// <summary>What the file says about itself; nothing is decoded.</summary>
    /// <exception cref="ImageFileException">The file cannot be read, is not an image, is damaged or is too large.</exception>
    public static ImageHeader ReadHeader(ImageContent content, ImageReadOptions options) =>
        Open(content, options, (header, _) => header);

    /// <summary>Decodes the file with <paramref name="use"/>, after the checks.</summary>
    /// <exception cref="ImageFileException">The file cannot be read, is not an image, is damaged or is too large.</exception>
    public static T Decode<T>(ImageContent content, ImageReadOptions options, Func<Image, T> use) =>
        Open(content, options, (_, open) =>
        {
            using var image = open(1);
            return use(image);
        });

    /// <summary>The pixels as bytes, shrunk by a whole factor for as long as the shorter side keeps <paramref name="enough"/> pixels.</summary>
    /// <exception cref="ImageFileException">The file cannot be read, is not an image, is damaged or is too large.</exception>
    public static RgbPixels DecodeBytes(ImageContent content, ImageReadOptions options, int enough) =>
        Open(content, options, (header, open) =>
        {
            if (header.IsStrip)
                throw Strip(content.Name, header);
            var factor = PixelBytes.FactorFor(header.Width, header.Height, enough);
            var shrunkAlready = header.Format is ImageFormat.Jpeg ? factor : 1;
            using var image = open(shrunkAlready);
            return PixelBytes.Decode(image, factor, shrunkAlready, options.Background) with { FileWidth = header.Width, FileHeight = header.Height };
        });

    /// <summary>The format that a file's first bytes show.</summary>
    /// <exception cref="ImageFileException">It is not an image of a format that can be read.</exception>
    public static ImageFormat Identify(string path, ReadOnlySpan<byte> start) =>
        start.IsEmpty
            ? throw new ImageFileException(path, "is empty; copy or download it again.")
            : ImageSignature.FormatOf(start) ?? throw new ImageFileException(
                path, $"is not an image that can be read: it seems to be {ImageSignature.Describe(start)}. Give a JPEG, PNG, WebP, TIFF, AVIF, HEIC, GIF or BMP.");

    private static T Open<T>(ImageContent content, ImageReadOptions options, Func<ImageHeader, Func<int, Image>, T> use)
    {
        Vips.EnsureReady();
        var path = content.Name;
        try
        {
            using var file = content.Open();
            var format = Identify(path, file);
            if (format is ImageFormat.Heic or ImageFormat.JpegXl)
                return Open(MachineVips.ToTiff(content, format, size => RefuseIfTooLarge(path, size, options.MaxPixels)), options, (header, open) => use(header with { Format = format }, open));
            var isWhole = ContainerEnd.IsReached(format, file);
            var result = format is ImageFormat.Bmp ? OpenBmp(path, file, options, use) : OpenVips(content, format, isWhole, options, use);
            if (!isWhole)
                options.Remark?.Invoke($"{path}: the file's end is odd or cut off, but all its pixels are there.");
            return result;
        }
        catch (Exception e) when (e is VipsException or InvalidDataException or EndOfStreamException)
        {
            throw new ImageFileException(path, Damaged, e);
        }
        catch (OverflowException e)
        {
            throw new ImageFileException(path, "has more pixels than an array can hold; shrink it.", e);
        }
        catch (NotSupportedException e)
        {
            throw new ImageFileException(path, e.Message == "a raw photograph" ? "is a raw photograph; develop it first, and save it as TIFF or JPEG." : $"is {e.Message}, which cannot be read; convert it to an RGB image.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImageFileException(path, $"cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }

    private static ImageFormat Identify(string path, Stream file)
    {
        Span<byte> start = stackalloc byte[ImageSignature.Length];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        return Identify(path, start);
    }

    private static T OpenBmp<T>(string path, Stream file, ImageReadOptions options, Func<ImageHeader, Func<int, Image>, T> use)
    {
        var bmp = BmpReader.ReadHeader(file);
        if (!options.Damaged && BmpReader.MissingRows(file, bmp) is > 0 and var missing)
            throw Damage(path, (double)missing / bmp.Height);
        var bands = bmp.HasAlpha ? 4 : 3;
        var header = new ImageHeader(ImageFormat.Bmp, bmp.Width, bmp.Height, bands, Bits: 8, bmp.HasAlpha, HasProfile: false);
        RefuseIfTooLarge(path, header, options.MaxPixels);
        return use(header, _ =>
        {
            using var raw = Image.NewFromMemory(BmpReader.ReadPixels(file, bmp), bmp.Width, bmp.Height, bands, BandFormat.Uchar);
            return raw.Copy(interpretation: Interpretation.Srgb);
        });
    }

    private static T OpenVips<T>(ImageContent content, ImageFormat format, bool isWhole, ImageReadOptions options, Func<ImageHeader, Func<int, Image>, T> use)
    {
        if (format is not ImageFormat.Jpeg)
        {
            var kind = Kind(content, format);
            try
            {
                return OpenVips(content, format, options, FailOn.Error, use, kind);
            }
            catch (Exception e) when (e is VipsException or ImageFileException && kind.Oddity is not null)
            {
                throw new NotSupportedException(kind.Oddity, e);
            }
        }
        var file = content.Load();
        // Without an end, the decoder would read what follows the last pixel.
        if (!isWhole)
            file = file with { Bytes = [.. file.Bytes, 0xff, 0xd9] };
        try
        {
            return OpenVips(file, format, options, FailOn.Warning, use);
        }
        catch (VipsException)
        {
            return OpenOdd(file, format, options, use);
        }
    }

    // libvips collects what it has to say of all pictures in one place until an exception takes it along. The first one may have brought what
    // was said of others, but now the place is empty: a second says what is odd about this one.
    private static T OpenOdd<T>(ImageContent file, ImageFormat format, ImageReadOptions options, Func<ImageHeader, Func<int, Image>, T> use)
    {
        lock (Diagnosis)
        {
            try
            {
                return OpenVips(file, format, options, FailOn.Warning, use);
            }
            catch (VipsException e) when (!IsOfPixels(e))
            {
                return OpenVips(file, format, options, FailOn.Error, use);
            }
        }
    }

    // What the decoder does not look at.
    private static PictureKind Kind(ImageContent content, ImageFormat format)
    {
        if (format is not (ImageFormat.Tiff or ImageFormat.Avif))
            return new(null, null);
        using var file = content.Open();
        return format is ImageFormat.Tiff ? new(TiffDirectory.Read(file).Main, null) : new(null, CodedColors.Find(file));
    }

    // libjpeg also warns of odd headers and of bytes between the pixels and the end, which do no harm.
    private static bool IsOfPixels(VipsException e) =>
        e.Message.Contains("premature end", StringComparison.OrdinalIgnoreCase) || e.Message.Contains("bad Huffman", StringComparison.Ordinal);

    private static T OpenVips<T>(ImageContent content, ImageFormat format, ImageReadOptions options, FailOn failOn, Func<ImageHeader, Func<int, Image>, T> use, PictureKind kind = default)
    {
        if (options.Damaged)
            failOn = FailOn.None;
        using var source = content.OpenSource();
        using var stored = Load(format, source, failOn, kind.Tiff);
        using var image = kind.Known(stored);
        var header = HeaderOf(format, image);
        RefuseIfTooLarge(content.Name, header, options.MaxPixels);
        Source? again = null;
        try
        {
            // Opening it has only read the header; libjpeg must be told to shrink before that.
            return use(header, shrink =>
            {
                if (!options.Damaged && content is ImageContent.InMemory { Bytes: var bytes } && format is ImageFormat.Jpeg && JpegScan.Damage(bytes) is { } share)
                    throw Damage(content.Name, share);
                return shrink == 1 ? image : Image.JpegloadSource(again = content.OpenSource(), shrink, access: Access.Sequential, failOn: failOn);
            });
        }
        catch (VipsException) when (!options.Damaged && format is not ImageFormat.Jpeg && MissingShare(content, format, kind.Tiff) is { } missing)
        {
            throw Damage(content.Name, missing);
        }
        finally
        {
            again?.Dispose();
        }
    }

    private static void RefuseIfTooLarge(string path, ImageHeader header, long maxPixels)
    {
        if (header.Pixels > maxPixels)
            throw new ImageFileException(path, $"has {header.Width} x {header.Height} = {header.Pixels / 1e6:0.#} megapixels, more than the limit of {maxPixels / 1e6:0.######}; shrink it, or raise the limit with --max-pixels.");
    }

    private static ImageFileException Strip(string path, ImageHeader header) => new(
        path, $"is a strip of {header.Width} x {header.Height} pixels: crop it, so that no side is more than {ImageFile.LargestAspect} times the other.");

    private static ImageFileException Damage(string path, double share) => new(path, share > NotableShare
        ? FormattableString.Invariant($"is damaged or incomplete: {share:P0} of its pixels are missing; copy or download it again, or read what there is with --damaged.")
        : "is damaged: its pixels do not end where they should; copy or download it again, or read what there is with --damaged.");

    // By the first row that cannot be read; null where it is not known.
    private static double? MissingShare(ImageContent content, ImageFormat format, TiffPicture? tiff)
    {
        try
        {
            using var source = content.OpenSource();
            using var image = Load(format, source, FailOn.Error, tiff);
            using var region = Region.New(image);
            for (var row = 0; row < image.Height; row++)
            {
                try
                {
                    region.Fetch(0, row, image.Width, 1);
                }
                catch (VipsException)
                {
                    return row == 0 ? null : (double)(image.Height - row) / image.Height;
                }
            }
        }
        catch (VipsException)
        {
            // Not even its header can be read.
        }
        return null;
    }

    private static Image Load(ImageFormat format, Source source, FailOn failOn, TiffPicture? tiff) => format switch
    {
        ImageFormat.Jpeg => Image.JpegloadSource(source, access: Access.Sequential, failOn: failOn),
        ImageFormat.Png => Image.PngloadSource(source, access: Access.Sequential, failOn: failOn),
        ImageFormat.WebP => Image.WebploadSource(source, access: Access.Sequential, failOn: failOn),
        ImageFormat.Tiff => Image.TiffloadSource(
            source, page: tiff?.Page, subifd: tiff is { SubPage: >= 0 and var sub } ? sub : null, access: Access.Sequential, failOn: failOn),
        ImageFormat.Avif => Image.HeifloadSource(source, access: Access.Sequential, failOn: failOn),
        ImageFormat.Gif => Image.GifloadSource(source, access: Access.Sequential, failOn: failOn),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    private static ImageHeader HeaderOf(ImageFormat format, Image image)
    {
        var turned = Orientation.Read(image) >= 5;
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
