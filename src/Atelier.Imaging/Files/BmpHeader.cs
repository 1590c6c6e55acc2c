using System.Buffers.Binary;
using System.Numerics;

namespace Atelier.Imaging;

/// <summary>The checked header of a Windows bitmap: sizes, how pixels are packed, and where they start.</summary>
/// <remarks>
/// After Microsoft's BITMAPFILEHEADER, BITMAPCOREHEADER, BITMAPINFOHEADER, BITMAPV4HEADER and BITMAPV5HEADER; OS/2 2.x's
/// longer header has the same first 40 bytes.
/// </remarks>
internal sealed record BmpHeader(int Width, int Height, bool TopDown, int Bits, BmpPacking Packing, IReadOnlyList<uint> Masks, int PaletteAt, int PaletteEntryBytes, int PaletteColors, long PixelsAt)
{
    /// <summary>How many bytes from the start <see cref="Parse"/> needs.</summary>
    public const int Length = 14 + 124;

    /// <summary>Bytes from one row to the next, unless rows are run-length coded: a multiple of 4.</summary>
    public long Stride => ((long)Width * Bits + 31) / 32 * 4;

    /// <summary>Whether pixels carry transparency.</summary>
    public bool HasAlpha => Masks is [_, _, _, not 0];

    /// <summary>Reads the header from a file's first bytes.</summary>
    /// <exception cref="InvalidDataException">The header contradicts itself or the file is cut off within it.</exception>
    /// <exception cref="NotSupportedException">A kind of bitmap that is not supported.</exception>
    public static BmpHeader Parse(ReadOnlySpan<byte> start)
    {
        var headerLength = Int32(start, 14);
        if (start.Length < Math.Min(14 + headerLength, Length))
            throw new InvalidDataException();
        var isCore = headerLength == 12;
        var width = isCore ? UInt16(start, 18) : Int32(start, 18);
        var signedHeight = isCore ? UInt16(start, 20) : Int32(start, 22);
        int bits = UInt16(start, isCore ? 24 : 28);
        if (width <= 0 || signedHeight is 0 or int.MinValue)
            throw new InvalidDataException();

        var packing = isCore ? BmpPacking.None : PackingOf(Int32(start, 30), bits, headerLength);
        if (packing == BmpPacking.None && bits is not (1 or 4 or 8 or 16 or 24 or 32))
            throw new NotSupportedException($"a bitmap with {bits} bits per pixel");
        var masks = MasksOf(start, packing, bits, headerLength);
        // If the masks follow a 40-byte header, the palette comes after them.
        var paletteAt = 14 + headerLength + (packing == BmpPacking.Masks && headerLength == 40 ? masks.Length * 4 : 0);
        var entryBytes = isCore ? 3 : 4;
        var colors = PaletteColorsOf(start, bits, isCore);
        var pixelsAt = BinaryPrimitives.ReadUInt32LittleEndian(start[10..]);
        if (pixelsAt < paletteAt)
            throw new InvalidDataException();
        return new(width, Math.Abs(signedHeight), signedHeight < 0, bits, packing, masks, paletteAt, entryBytes, colors, pixelsAt);
    }

    private static int PaletteColorsOf(ReadOnlySpan<byte> start, int bits, bool isCore)
    {
        if (bits > 8)
            return 0;
        var used = isCore ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(start[46..]);
        return used == 0 ? 1 << bits : used <= 1u << bits ? (int)used : throw new InvalidDataException();
    }

    private static BmpPacking PackingOf(int compression, int bits, int headerLength) => (compression, bits) switch
    {
        (0, _) => BmpPacking.None,
        // In OS/2's header, 3 is Huffman coding and 4 is RLE24.
        (1, 8) or (2, 4) => BmpPacking.RunLength,
        (3 or 6, 16 or 32) when headerLength != 64 => BmpPacking.Masks,
        _ => throw new NotSupportedException($"a bitmap with compression {compression} at {bits} bits per pixel"),
    };

    private static uint[] MasksOf(ReadOnlySpan<byte> start, BmpPacking packing, int bits, int headerLength)
    {
        if (packing != BmpPacking.Masks)
            return bits == 16 ? [0x7c00, 0x03e0, 0x001f] : [0xff0000, 0x00ff00, 0x0000ff];
        var count = headerLength >= 56 || Int32(start, 30) == 6 ? 4 : 3;
        var masks = new uint[count];
        if (start.Length < 54 + count * 4)
            throw new InvalidDataException();
        for (var i = 0; i < count; i++)
        {
            masks[i] = BinaryPrimitives.ReadUInt32LittleEndian(start[(54 + i * 4)..]);
            var run = masks[i] >> BitOperations.TrailingZeroCount(masks[i]);
            if (masks[i] == 0 ? i < 3 : (run & (run + 1)) != 0 || (ulong)masks[i] >> bits != 0)
                throw new InvalidDataException();
        }
        return masks;
    }

    private static int Int32(ReadOnlySpan<byte> bytes, int at) =>
        at + 4 <= bytes.Length ? BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]) : throw new InvalidDataException();

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) =>
        at + 2 <= bytes.Length ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]) : throw new InvalidDataException();
}

/// <summary>How a bitmap's pixels are stored.</summary>
internal enum BmpPacking
{
    /// <summary>Palette indices, or blue, green and red in their usual places.</summary>
    None,

    /// <summary>RLE8 or RLE4.</summary>
    RunLength,

    /// <summary>Each channel at the place given by a bit mask (BITFIELDS).</summary>
    Masks,
}
