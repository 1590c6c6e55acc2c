using Atelier.Core;
using NetVips;
using TorchSharp;

namespace Atelier.Imaging;

/// <summary>
/// Reads and writes image files as tensors: JPEG, PNG, WebP, TIFF, AVIF, GIF and BMP; reads HEIC and JPEG XL where the machine has libvips' tools. Thread-safe.
/// </summary>
public static class ImageFile
{
    /// <summary>
    /// The most times that the longer side may be the shorter, where a picture is scaled by its shorter side: as a painting, or to learn
    /// from. Scaled, a strip of a few hundred bytes would take gigabytes.
    /// </summary>
    public const int LargestAspect = 100;

    /// <summary>
    /// Reads an image upright (EXIF orientation applied) in sRGB: an embedded ICC profile is applied, gray becomes three
    /// equal channels, CMYK goes through its profile or that of a generic press, transparency shows the background, and float files
    /// are taken as linear light. 16 bits are kept. An animation gives its first frame.
    /// </summary>
    /// <param name="path">The file; its content decides the format, not its name.</param>
    /// <param name="options">The size limit, the background.</param>
    /// <returns>[1,3,H,W] float32 in [0,1], or bytes, or a fourth channel, where the options say so; contiguous, on the CPU; the caller owns it.</returns>
    /// <exception cref="ImageFileException">The file is missing, not an image, damaged, truncated or larger than allowed.</exception>
    public static torch.Tensor Read(string path, ImageReadOptions? options = null) => Read(ImageContent.At(path), options ?? new());

    /// <summary>Like <see cref="Read(string, ImageReadOptions?)"/>, from a stream, such as standard input, that is read to its end.</summary>
    /// <param name="name">What error messages call it.</param>
    /// <param name="stream">At the first byte; need not be seekable.</param>
    /// <param name="options">The size limit, the background.</param>
    /// <exception cref="ImageFileException">As above.</exception>
    public static torch.Tensor Read(string name, Stream stream, ImageReadOptions? options = null) => Read(ImageContent.Read(name, stream), options ?? new());

    /// <summary>What the file says about itself, in milliseconds: nothing is decoded.</summary>
    /// <exception cref="ImageFileException">As for <see cref="Read(string, ImageReadOptions?)"/>, if the header shows it; damage further in does not show.</exception>
    public static ImageHeader ReadHeader(string path, ImageReadOptions? options = null) =>
        ImageDecoder.ReadHeader(ImageContent.At(path), options ?? new());

    /// <summary>Like <see cref="ReadHeader(string, ImageReadOptions?)"/>, for a file in memory.</summary>
    /// <param name="name">Its name in error messages.</param>
    /// <param name="content">The whole file.</param>
    /// <param name="options">The size limit.</param>
    /// <exception cref="ImageFileException">As above.</exception>
    public static ImageHeader ReadHeader(string name, byte[] content, ImageReadOptions? options = null) =>
        ImageDecoder.ReadHeader(new ImageContent.InMemory(name, content), options ?? new());

    /// <summary>Like <see cref="Read(string, ImageReadOptions?)"/>, for a file in memory, but rounded to 8 bits and without a tensor.</summary>
    /// <param name="name">Its name in error messages.</param>
    /// <param name="content">The whole file.</param>
    /// <param name="enough">
    /// The pixels that the shorter side must keep: an image of twice as many or more is shrunk by 2, 4 or 8, most cheaply
    /// for a JPEG. 0, the default, for the whole image.
    /// </param>
    /// <param name="options">The size limit, the background.</param>
    /// <exception cref="ImageFileException">The file is not an image, or is damaged, truncated, larger than allowed, or a strip (<see cref="LargestAspect"/>).</exception>
    public static RgbPixels Decode(string name, byte[] content, int enough = 0, ImageReadOptions? options = null) =>
        ImageDecoder.DecodeBytes(new ImageContent.InMemory(name, content), options ?? new(), enough);

    /// <summary>Whether a file's name has the extension of a format that can be read; says nothing about its content.</summary>
    public static bool IsNamedAsImage(string path) => Path.GetExtension(path).ToUpperInvariant() is
        ".JPG" or ".JPEG" or ".PNG" or ".WEBP" or ".TIF" or ".TIFF" or ".AVIF" or ".GIF" or ".BMP";

    /// <summary>The factor by which <see cref="Decode"/> shrinks an image of that size: 1, 2, 4 or 8.</summary>
    public static int ShrinkFor(int width, int height, int enough) => PixelBytes.FactorFor(width, height, enough);

    /// <summary>Refuses a file whose first bytes show that it is not an image; nothing is decoded.</summary>
    /// <param name="name">Its name in the error message.</param>
    /// <param name="start">The first 512 bytes, or the whole file if it is shorter.</param>
    /// <exception cref="ImageFileException">It is empty, or not an image of a format that can be read.</exception>
    public static ImageFormat Identify(string name, ReadOnlySpan<byte> start) => ImageDecoder.Identify(name, start);

    /// <summary>The texts that a picture carries, by keyword (<see cref="ImageWriteOptions.Texts"/>); none for GIF and BMP.</summary>
    /// <exception cref="ImageFileException">As for <see cref="ReadHeader(string, ImageReadOptions?)"/>.</exception>
    public static IReadOnlyDictionary<string, string> ReadTexts(string path, ImageReadOptions? options = null) =>
        ImageDecoder.Decode(ImageContent.At(path), options ?? new(), image => PngTexts.Read(image) is { Count: > 0 } texts ? texts : XmpTexts.Read(image));

    /// <summary>Display P3's ICC profile, for <see cref="ImageReadOptions.Profile"/> and <see cref="ImageWriteOptions.Profile"/>.</summary>
    public static byte[] DisplayP3
    {
        get
        {
            Vips.EnsureReady();
            return Profiles.DisplayP3;
        }
    }

    /// <summary>The ICC profile that a picture carries; null where it has none, or one that is not of RGB.</summary>
    /// <exception cref="ImageFileException">As for <see cref="ReadHeader(string, ImageReadOptions?)"/>.</exception>
    public static byte[]? ReadProfile(string path, ImageReadOptions? options = null) => ImageDecoder.Decode(ImageContent.At(path), options ?? new(), Profiles.OfRgb);

    /// <summary>Whose a photo is, of when, and taken with what, for <see cref="ImageWriteOptions.Metadata"/>: by libvips' names of EXIF's fields, such as <c>exif-ifd0-Copyright</c>.</summary>
    /// <param name="path">The photo.</param>
    /// <param name="withLocation">Whether it also tells where it was taken; false by default.</param>
    /// <param name="options">The size limit.</param>
    /// <exception cref="ImageFileException">As for <see cref="ReadHeader(string, ImageReadOptions?)"/>.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path, bool withLocation = false, ImageReadOptions? options = null) =>
        ImageDecoder.Decode(ImageContent.At(path), options ?? new(), image => PhotoMetadata.Read(image, withLocation));

    /// <summary>Writes a small copy of an image file, upright and in sRGB; one that is already small keeps its size.</summary>
    /// <param name="path">The file to copy; its content decides the format.</param>
    /// <param name="target">The file to write, in the format of its extension.</param>
    /// <param name="longSide">Pixels of the longer side at most, 1 or more.</param>
    /// <param name="options">The size limit, the background.</param>
    /// <exception cref="ImageFileException">As for <see cref="Read(string, ImageReadOptions?)"/> and <see cref="Write(string, torch.Tensor, ImageWriteOptions?)"/>.</exception>
    public static void WriteThumbnail(string path, string target, int longSide, ImageReadOptions? options = null)
    {
        EnsureWritable(target);
        options ??= new();
        // Decodes it, so that damage is blamed on the file and not on the copy.
        using var pixels = ImageDecoder.Decode(ImageContent.At(path), options, image =>
        {
            using var small = PixelBytes.Thumbnail(image, Require.Positive(longSide), options.Background);
            return small.CopyMemory();
        });
        Encode(target, pixels, new());
    }

    /// <summary>
    /// Writes an image in sRGB, tagged as such, in the format of the extension. The file appears whole or not at all;
    /// missing folders are created.
    /// </summary>
    /// <param name="path">The file; an existing one is replaced, unless the options say otherwise.</param>
    /// <param name="image">
    /// [1,3,H,W] or [3,H,W], any device; values are clamped to [0,1] and rounded, NaN is black. Bytes are taken as 0 to 255. A fourth channel is
    /// transparency: 1 is opaque. JPEG and BMP have none, and show white through it.
    /// </param>
    /// <param name="options">Bits and quality.</param>
    /// <exception cref="ShapeException">Another shape.</exception>
    /// <exception cref="ImageFileException">The extension is not known, or its format cannot hold the image.</exception>
    /// <exception cref="FileAccessException">The file cannot be written.</exception>
    public static void Write(string path, torch.Tensor image, ImageWriteOptions? options = null)
    {
        options ??= new();
        EnsureWritable(path, options);
        EnsureFits(path, ImageEncoder.FormatFor(path)!.Value, image);
        Vips.EnsureReady();
        PixelTensors.WithImage(image, options.Bits, pixels => Encode(path, pixels, options));
    }

    /// <summary>Like <see cref="Write(string, torch.Tensor, ImageWriteOptions?)"/>, to a stream, such as standard output.</summary>
    /// <param name="stream">Written from where it is; need not be seekable.</param>
    /// <param name="format">How.</param>
    /// <param name="image">[1,3,H,W], [3,H,W], [1,4,H,W] or [4,H,W], as above.</param>
    /// <param name="options">Bits and quality.</param>
    /// <exception cref="ShapeException">Another shape.</exception>
    /// <exception cref="ImageFileException">The format cannot hold the image.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void Write(Stream stream, ImageFormat format, torch.Tensor image, ImageWriteOptions? options = null)
    {
        options ??= new();
        var name = $"picture{ImageEncoder.ExtensionOf(format)}";
        EnsureWritable(name, options);
        EnsureFits(name, format, image);
        Vips.EnsureReady();
        PixelTensors.WithImage(image, options.Bits, pixels =>
        {
            // Encoders seek.
            using var whole = new MemoryStream();
            ImageEncoder.Encode(pixels, format, options, whole);
            whole.WriteTo(stream);
        });
    }

    /// <summary>Whether the name ends in an extension that <see cref="Write(string, torch.Tensor, ImageWriteOptions?)"/> knows.</summary>
    public static bool CanWrite(string path) => ImageEncoder.FormatFor(path) is not null;

    /// <summary>Refuses a name that <see cref="Write(string, torch.Tensor, ImageWriteOptions?)"/> would refuse, before the work is done; writes nothing.</summary>
    /// <exception cref="ImageFileException">The extension is not known, the format has no 16 bits or no resolution, or the name is a folder's.</exception>
    public static void EnsureWritable(string path, ImageWriteOptions? options = null)
    {
        var format = ImageEncoder.FormatFor(path) ?? throw new ImageFileException(
            path, $"cannot be written as an image: end the name in {ImageEncoder.Extensions}.");
        if (options?.Bits == 16 && format is not (ImageFormat.Png or ImageFormat.Tiff))
            throw new ImageFileException(path, $"cannot hold 16 bits per channel: {format} has 8; use .png or .tif.");
        if (options?.Dpi is not null && !ImageEncoder.HasResolution(format))
            throw new ImageFileException(path, $"cannot say how large a print is: {format} holds no resolution; use .tif, .png, .jpg or .bmp.");
        if ((options?.Profile ?? (object?)options?.Metadata) is not null && !ImageEncoder.HasMetadata(format))
            throw new ImageFileException(path, $"cannot say whose colors it has, or what the photo says of itself: {format} holds neither; use .png, .jpg, .webp, .tif or .avif.");
        if (Directory.Exists(path))
            throw new ImageFileException(path, "is a folder; give a file name.");
    }

    /// <summary>The most bytes that <see cref="Write(string, torch.Tensor, ImageWriteOptions?)"/> may take for an image of that size: its bare pixels, or a share of them where the format is lossy.</summary>
    /// <exception cref="ImageFileException">As for <see cref="EnsureWritable"/>.</exception>
    public static long MostBytes(string path, int width, int height, ImageWriteOptions? options = null)
    {
        EnsureWritable(path, options);
        var bare = 3L * width * height * (options?.Bits ?? 8) / 8;
        return ImageEncoder.FormatFor(path) is ImageFormat.Jpeg or ImageFormat.WebP or ImageFormat.Avif or ImageFormat.Gif ? bare / 3 : bare;
    }

    /// <summary>Loads libvips, which reads and writes the files; a failure is reported, not thrown.</summary>
    /// <returns>Its version; or else why it does not load, in words.</returns>
    public static (string? Version, string? Problem) CheckLibrary()
    {
        try
        {
            return (string.Join('.', Enumerable.Range(0, 3).Select(part => NetVips.NetVips.Version(part))), null);
        }
        catch (Exception e)
        {
            return (null, $"libvips does not load: {LoaderMessage.Essence(e)}");
        }
    }

    private static void EnsureFits(string path, ImageFormat format, torch.Tensor image)
    {
        if (image.shape is not ([1, 3 or 4, > 0, > 0] or [3 or 4, > 0, > 0]))
            throw new ShapeException("[1,3,H,W], [3,H,W], [1,4,H,W] or [4,H,W]", image.shape);
        var (h, w) = (image.shape[^2], image.shape[^1]);
        if (Math.Max(h, w) > ImageEncoder.MaxSide(format))
            throw new ImageFileException(path, $"cannot hold {w} x {h} pixels: {format} allows {ImageEncoder.MaxSide(format)} per side; use .png or .tif.");
    }

    private static torch.Tensor Read(ImageContent content, ImageReadOptions options) => ImageDecoder.Decode(content, options, image =>
    {
        using var upright = Orientation.Upright(image);
        using var srgb = options.KeepAlpha ? SrgbConversion.ToSrgbAndAlpha(upright, options.Profile) : SrgbConversion.ToSrgb(upright, options.Background, options.Profile);
        return PixelTensors.FromImage(srgb, options.AsBytes);
    });

    private static void Encode(string path, Image image, ImageWriteOptions options)
    {
        var format = ImageEncoder.FormatFor(path)!.Value;
        try
        {
            AtomicFile.Write(path, stream => ImageEncoder.Encode(image, format, options, stream), replace: !options.KeepExisting);
        }
        catch (VipsException e)
        {
            throw new ImageFileException(path, $"cannot be encoded as {format} at {image.Width} x {image.Height} pixels; use .png or .tif.", e);
        }
    }
}
