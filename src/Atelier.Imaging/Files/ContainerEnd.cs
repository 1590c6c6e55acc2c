using System.Buffers.Binary;

namespace Atelier.Imaging;

/// <summary>
/// Looks for the ends that decoders ignore: those of PNG and GIF stop at the last pixel, the one of TIFF only warns about tags
/// that are cut off, and the one of JPEG invents an end.
/// </summary>
internal static class ContainerEnd
{
    private const byte GifExtension = 0x21, GifImage = 0x2c, GifTrailer = 0x3b;

    /// <summary>Whether the end mark is there; true for formats whose decoders check it themselves.</summary>
    public static bool IsReached(ImageFormat format, Stream file)
    {
        try
        {
            return format switch
            {
                ImageFormat.Png => PngIsWhole(file),
                ImageFormat.Gif => GifIsWhole(file),
                ImageFormat.Tiff => TiffDirectory.Read(file).IsWhole,
                ImageFormat.Jpeg => JpegMarkers.ReachEndOfImage(file),
                _ => true,
            };
        }
        catch (EndOfStreamException)
        {
            return false;
        }
    }

    // Chunks: length, type, data, checksum.
    private static bool PngIsWhole(Stream file)
    {
        Span<byte> chunk = stackalloc byte[8];
        file.Position = 8;
        do
        {
            file.ReadExactly(chunk);
            var next = file.Position + BinaryPrimitives.ReadUInt32BigEndian(chunk) + 4L;
            if (next > file.Length)
                return false;
            file.Position = next;
        }
        while (!chunk[4..].SequenceEqual("IEND"u8) && file.Position < file.Length);
        return chunk[4..].SequenceEqual("IEND"u8);
    }

    // A screen descriptor and color table, then extensions and images, whose data come in sub-blocks of up to 255 bytes.
    private static bool GifIsWhole(Stream file)
    {
        Span<byte> head = stackalloc byte[10];
        file.Position = 6;
        file.ReadExactly(head[..7]);
        file.Position += ColorTableLength(head[4]);
        while (true)
        {
            file.ReadExactly(head[..1]);
            switch (head[0])
            {
                case GifTrailer:
                    return true;
                case GifExtension:
                    file.Position++;
                    break;
                case GifImage:
                    file.ReadExactly(head[..9]);
                    file.Position += ColorTableLength(head[8]) + 1; // and the code size
                    break;
                default:
                    return false;
            }
            SkipSubBlocks(file);
        }
    }

    private static int ColorTableLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static void SkipSubBlocks(Stream file)
    {
        while (file.ReadByte() is var length and not 0)
            file.Position += length > 0 ? length : throw new EndOfStreamException();
    }
}
