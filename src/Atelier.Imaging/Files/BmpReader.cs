using System.Buffers.Binary;
using System.Numerics;

namespace Atelier.Imaging;

/// <summary>Decodes Windows bitmaps, for which libvips has no decoder.</summary>
internal static class BmpReader
{
    /// <summary>Reads and checks the header only.</summary>
    /// <exception cref="InvalidDataException">The header contradicts itself or the file.</exception>
    /// <exception cref="NotSupportedException">A kind of bitmap that is not supported.</exception>
    public static BmpHeader ReadHeader(Stream file)
    {
        Span<byte> start = stackalloc byte[BmpHeader.Length];
        file.Position = 0;
        var header = BmpHeader.Parse(start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]);
        return header.PixelsAt < file.Length && header.PaletteAt + (long)header.PaletteColors * header.PaletteEntryBytes <= file.Length
            ? header
            : throw new InvalidDataException();
    }

    /// <summary>How many of the rows that the header promises the file is too short for.</summary>
    public static int MissingRows(Stream file, BmpHeader header) => header.Packing == BmpPacking.RunLength
        ? 0
        : (int)Math.Max(0, header.Height - (file.Length - header.PixelsAt) / header.Stride);

    /// <summary>The pixels, top row first, as 3 bytes (RGB) or, where <see cref="BmpHeader.HasAlpha"/>, 4 (RGBA) each.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="header">Its header.</param>
    /// <returns>Black where the file ends before.</returns>
    /// <exception cref="InvalidDataException">The pixels point outside the palette, or a run outside the image.</exception>
    public static byte[] ReadPixels(Stream file, BmpHeader header)
    {
        var palette = new byte[header.PaletteColors * header.PaletteEntryBytes];
        file.Position = header.PaletteAt;
        file.ReadExactly(palette);
        file.Position = header.PixelsAt;
        var bands = header.HasAlpha ? 4 : 3;
        var pixels = new byte[checked(bands * header.Width * header.Height)];
        if (header.Packing == BmpPacking.RunLength)
        {
            var indices = BmpRunLength.Decode(file, header.Width, header.Height, header.Bits);
            for (var y = 0; y < header.Height; y++)
                Lookup(indices.AsSpan((header.TopDown ? y : header.Height - 1 - y) * header.Width, header.Width), 8, palette, header.PaletteEntryBytes, Row(y));
            return pixels;
        }

        var stored = new byte[header.Stride];
        for (var y = 0; y < header.Height; y++)
        {
            if (file.ReadAtLeast(stored, stored.Length, throwOnEndOfStream: false) < stored.Length)
                break;
            var row = Row(header.TopDown ? y : header.Height - 1 - y);
            if (header.Bits <= 8)
                Lookup(stored, header.Bits, palette, header.PaletteEntryBytes, row);
            else if (header.Bits == 24 || header is { Bits: 32, Packing: BmpPacking.None })
                Swap(stored, header.Bits / 8, row);
            else
                Unmask(stored, header, bands, row);
        }
        if (bands == 4)
            ShowIfAllTransparent(pixels);
        return pixels;

        Span<byte> Row(int y) => pixels.AsSpan(y * header.Width * bands, header.Width * bands);
    }

    private static void Lookup(ReadOnlySpan<byte> stored, int bits, ReadOnlySpan<byte> palette, int entryBytes, Span<byte> row)
    {
        for (var x = 0; x < row.Length / 3; x++)
        {
            var index = stored[x * bits / 8] >> (8 - bits - x * bits % 8) & (1 << bits) - 1;
            if ((index + 1) * entryBytes > palette.Length)
                throw new InvalidDataException();
            Swap(palette.Slice(index * entryBytes, entryBytes), entryBytes, row.Slice(x * 3, 3));
        }
    }

    private static void Swap(ReadOnlySpan<byte> stored, int bytesEach, Span<byte> row)
    {
        for (int to = 0, from = 0; to < row.Length; to += 3, from += bytesEach)
            (row[to], row[to + 1], row[to + 2]) = (stored[from + 2], stored[from + 1], stored[from]);
    }

    private static void Unmask(ReadOnlySpan<byte> stored, BmpHeader header, int bands, Span<byte> row)
    {
        for (var x = 0; x < header.Width; x++)
        {
            var value = header.Bits == 16
                ? BinaryPrimitives.ReadUInt16LittleEndian(stored[(x * 2)..])
                : BinaryPrimitives.ReadUInt32LittleEndian(stored[(x * 4)..]);
            for (var band = 0; band < bands; band++)
            {
                var shift = BitOperations.TrailingZeroCount(header.Masks[band]);
                ulong most = header.Masks[band] >> shift;
                var level = (ulong)(value & header.Masks[band]) >> shift;
                row[x * bands + band] = (byte)((level * 510 + most) / (2 * most));
            }
        }
    }

    // Many programs leave the alpha channel at zero when they mean an opaque image.
    private static void ShowIfAllTransparent(Span<byte> pixels)
    {
        for (var at = 3; at < pixels.Length; at += 4)
            if (pixels[at] != 0)
                return;
        for (var at = 3; at < pixels.Length; at += 4)
            pixels[at] = byte.MaxValue;
    }
}
