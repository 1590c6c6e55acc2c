using System.Buffers.Binary;

namespace Atelier.Imaging;

/// <summary>
/// The first directory of a TIFF or BigTIFF (Adobe, "TIFF Revision 6.0"), whose tags may point to data anywhere in the
/// file. The decoder only warns when a tag's data is cut off, and would silently drop a color profile.
/// </summary>
internal static class TiffDirectory
{
    // Bytes per value of each field type, 1 (BYTE) to 18 (IFD8).
    private static ReadOnlySpan<byte> TypeLengths => [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];

    /// <summary>Whether the directory and everything its tags point to are inside the file.</summary>
    /// <exception cref="EndOfStreamException">The directory itself is cut off.</exception>
    public static bool LiesInside(Stream file)
    {
        Span<byte> bytes = stackalloc byte[20];
        file.Position = 0;
        file.ReadExactly(bytes[..8]);
        var little = bytes[0] == 'I';
        var isBig = bytes[little ? 2 : 3] == 43;
        if (isBig)
            file.ReadExactly(bytes[..8]);
        var word = isBig ? 8 : 4;
        file.Position = Offset(isBig ? bytes : bytes[4..], word);
        file.ReadExactly(bytes[..(isBig ? 8 : 2)]);
        var tags = isBig ? Offset(bytes, 8) : UInt16(bytes);
        for (long tag = 0; tag < tags; tag++)
        {
            var entry = bytes[..(4 + 2 * word)];
            file.ReadExactly(entry);
            int type = UInt16(entry[2..]);
            var length = type < TypeLengths.Length ? TypeLengths[type] * (UInt128)(ulong)Offset(entry[4..], word) : 0;
            if (length > (UInt128)word && length + (UInt128)(ulong)Offset(entry[(4 + word)..], word) > (UInt128)(ulong)file.Length)
                return false;
        }
        return true;

        int UInt16(ReadOnlySpan<byte> at) => little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

        // Beyond what any file can hold counts as beyond the file's end.
        long Offset(ReadOnlySpan<byte> at, int length) => (long)Math.Min(long.MaxValue, (length, little) switch
        {
            (4, true) => BinaryPrimitives.ReadUInt32LittleEndian(at),
            (4, false) => BinaryPrimitives.ReadUInt32BigEndian(at),
            (_, true) => BinaryPrimitives.ReadUInt64LittleEndian(at),
            (_, false) => BinaryPrimitives.ReadUInt64BigEndian(at),
        });
    }
}
