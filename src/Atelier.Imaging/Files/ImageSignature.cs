using System.Text;

namespace Atelier.Imaging;

/// <summary>Recognizes a file by its first bytes, so that neither its name nor a decoder's guess decides.</summary>
internal static class ImageSignature
{
    /// <summary>How many bytes from the start the other members need.</summary>
    public const int Length = 512;

    /// <summary>The format of the content; null for anything that <see cref="ImageFile"/> does not read.</summary>
    public static ImageFormat? FormatOf(ReadOnlySpan<byte> start) => start switch
    {
        [0xff, 0xd8, 0xff, ..] => ImageFormat.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => ImageFormat.Png,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => ImageFormat.WebP,
        [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => ImageFormat.Tiff,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => ImageFormat.Gif,
        [(byte)'B', (byte)'M', _, _, _, _, _, _, _, _, _, _, _, _, 12 or 40 or 52 or 56 or 64 or 108 or 124, 0, 0, 0, ..] => ImageFormat.Bmp,
        [0xff, 0x0a, ..] or [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' ', ..] => ImageFormat.JpegXl,
        _ when HasBrand(start, "avif") || HasBrand(start, "avis") => ImageFormat.Avif,
        _ when HasBrand(start, "heic") || HasBrand(start, "heix") || HasBrand(start, "mif1") => ImageFormat.Heic,
        _ => null,
    };

    /// <summary>What a file that cannot be read as an image seems to be, as the end of the sentence "it seems to be ...".</summary>
    public static string Describe(ReadOnlySpan<byte> start) =>
        start switch
        {
            _ when IsRaw(start) => "a raw photograph (develop it first, and save it as TIFF or JPEG)",
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "a PDF document",
            [(byte)'P', (byte)'K', 3 or 5, ..] => "a ZIP archive (or a document, a .pth file: they are ZIPs inside)",
            [0x1f, 0x8b, ..] => "a gzip archive",
            [0x7f, (byte)'E', (byte)'L', (byte)'F', ..] or [(byte)'M', (byte)'Z', ..] => "a program",
            [(byte)'8', (byte)'B', (byte)'P', (byte)'S', ..] => "a Photoshop document (export it as PNG or TIFF)",
            [0, 0, 0, 12, (byte)'j', (byte)'P', ..] => "a JPEG 2000 image (convert it to PNG or TIFF)",
            [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => "a video",
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..] => "a sound or video file",
            _ => DescribeText(start) ?? "of no known kind",
        };

    // Raw files that are no TIFF, or call themselves something else: Olympus, Panasonic, Fujifilm, Canon's CR3, Sigma.
    private static bool IsRaw(ReadOnlySpan<byte> start) =>
        start is [(byte)'I', (byte)'I', (byte)'R', (byte)'O' or (byte)'S', ..] or [(byte)'I', (byte)'I', (byte)'U', 0, ..] or [(byte)'F', (byte)'O', (byte)'V', (byte)'b', ..]
        || start.StartsWith("FUJIFILMCCD-RAW"u8) || HasBrand(start, "crx ");

    private static string? DescribeText(ReadOnlySpan<byte> start)
    {
        if (start.ContainsAny<byte>([0, 1, 2, 3, 4, 5, 6, 7]))
            return null;
        var text = Encoding.UTF8.GetString(start).TrimStart('\ufeff', ' ', '\t', '\r', '\n');
        if (text.Contains("<html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase))
            return "a web page (the download went wrong)";
        if (text.Contains("<svg", StringComparison.OrdinalIgnoreCase))
            return "an SVG drawing (export it as PNG)";
        // A cut through a character at the end is fine; anything else outside UTF-8 is not text.
        return text.AsSpan(0, Math.Max(0, text.Length - 1)).Contains('\ufffd') ? null : "text";
    }

    // An ISO base media file starts with a box: size, "ftyp", the major brand, a version, the compatible brands.
    private static bool HasBrand(ReadOnlySpan<byte> start, string brand)
    {
        if (start.Length < 16 || !start[4..8].SequenceEqual("ftyp"u8))
            return false;
        var box = start[..(int)Math.Min((uint)start.Length, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(start))];
        for (var at = 8; at + 4 <= box.Length; at += 4)
            if (at != 12 && Encoding.Latin1.GetString(box.Slice(at, 4)) == brand)
                return true;
        return false;
    }
}
