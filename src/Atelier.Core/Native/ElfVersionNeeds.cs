using System.Buffers.Binary;
using System.Text;

namespace Atelier.Core;

/// <summary>Edits the symbol versions that a 64-bit little-endian ELF library requires of others (<c>.gnu.version_r</c>).</summary>
/// <remarks>
/// Layout after the System V ABI and the Linux Standard Base: chained <c>Verneed</c> records, one per needed library, each
/// with chained <c>Vernaux</c> records, one per version. A need whose <c>vna_flags</c> has VER_FLG_WEAK does not stop the load.
/// </remarks>
internal static class ElfVersionNeeds
{
    private const uint SectionTypeVersionNeeds = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort Weak = 0x2;                         // VER_FLG_WEAK
    private const int SectionHeaderSize = 64;

    /// <summary>Marks each need of <paramref name="version"/> as weak, in place.</summary>
    /// <param name="image">The library's bytes.</param>
    /// <param name="version">A version name, for example <c>GLIBCXX_3.4.32</c>.</param>
    /// <returns>How many needs carry that version; 0 for anything that is not a well-formed ELF library.</returns>
    public static int WeakenAll(Span<byte> image, string version)
    {
        if (image.Length < 64 || !image.StartsWith<byte>([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]))
            return 0;
        try
        {
            return Weaken(image, Encoding.ASCII.GetBytes(version));
        }
        catch (ArgumentOutOfRangeException)
        {
            return 0;
        }
    }

    private static int Weaken(Span<byte> image, ReadOnlySpan<byte> version)
    {
        var sections = Offset(image, 0x28);
        var sectionCount = UInt16(image, 0x3c);
        var table = image.Slice(sections, sectionCount * SectionHeaderSize);
        var found = 0;
        for (var s = 0; s < sectionCount; s++)
        {
            var header = table[(s * SectionHeaderSize)..];
            if (UInt32(header, 4) != SectionTypeVersionNeeds)
                continue;
            var strings = image[Offset(image, sections + (int)UInt32(header, 40) * SectionHeaderSize + 24)..];
            found += WeakenSection(image[Offset(header, 24)..], strings, version, count: (int)UInt32(header, 44));
        }
        return found;
    }

    private static int WeakenSection(Span<byte> need, ReadOnlySpan<byte> strings, ReadOnlySpan<byte> version, int count)
    {
        var found = 0;
        for (var n = 0; n < count; n++)
        {
            var aux = need[(int)UInt32(need, 8)..];
            for (var a = UInt16(need, 2); a > 0; a--)
            {
                var name = strings[(int)UInt32(aux, 8)..];
                if (name.StartsWith(version) && name[version.Length..] is [0, ..])
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(aux[4..], (ushort)(UInt16(aux, 4) | Weak));
                    found++;
                }
                if (UInt32(aux, 12) == 0)
                    break; // the last one, whatever the count says
                aux = aux[(int)UInt32(aux, 12)..];
            }
            if (UInt32(need, 12) == 0)
                break;
            need = need[(int)UInt32(need, 12)..];
        }
        return found;
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static int Offset(ReadOnlySpan<byte> bytes, int at) =>
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]) is <= int.MaxValue and var offset
            ? (int)offset
            : throw new ArgumentOutOfRangeException(nameof(at));
}
