using System.Buffers.Binary;
using System.Text;

namespace Atelier.Core.Tests;

/// <summary>The least of a 64-bit ELF library that has version needs: header, a string table, needs, three section headers.</summary>
internal static class SyntheticElf
{
    private const int Strings = 64;
    private const int StringsSize = 128;
    private const int Needs = Strings + StringsSize;

    /// <summary>A library that needs <paramref name="versions"/>, each of a library of its own with one more version, FIRST.</summary>
    public static byte[] Needing(params string[] versions)
    {
        const int needSize = 16 + 2 * 16;
        var sections = Needs + versions.Length * needSize;
        var image = new byte[sections + 3 * 64];
        new byte[] { 0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1 }.CopyTo(image, 0);
        UInt64(image, 0x28, (ulong)sections);
        UInt16(image, 0x3c, 3);

        var nextString = 1;
        int Intern(string text)
        {
            Encoding.ASCII.GetBytes(text, image.AsSpan(Strings + nextString));
            nextString += text.Length + 1;
            return nextString - text.Length - 1;
        }

        var first = Intern("FIRST");
        for (var i = 0; i < versions.Length; i++)
        {
            var need = Needs + i * needSize;
            UInt16(image, need, 1);                                              // vn_version
            UInt16(image, need + 2, 2);                                          // vn_cnt
            UInt32(image, need + 8, 16);                                         // vn_aux
            UInt32(image, need + 12, i < versions.Length - 1 ? needSize : 0);    // vn_next
            UInt32(image, need + 16 + 8, first);                                 // vna_name
            UInt32(image, need + 16 + 12, 16);                                   // vna_next
            UInt32(image, need + 32 + 8, Intern(versions[i]));
        }

        var strings = sections + 64;
        UInt32(image, strings + 4, 3);                                           // SHT_STRTAB
        UInt64(image, strings + 24, Strings);
        UInt64(image, strings + 32, StringsSize);
        var needs = sections + 128;
        UInt32(image, needs + 4, 0x6ffffffe);                                    // SHT_GNU_verneed
        UInt64(image, needs + 24, Needs);
        UInt32(image, needs + 40, 1);                                            // sh_link: the string table
        UInt32(image, needs + 44, versions.Length);                              // sh_info: how many needs
        return image;
    }

    /// <summary>The <c>vna_flags</c> of the second version of the <paramref name="need"/>th library.</summary>
    public static ushort Flags(ReadOnlySpan<byte> image, int need) =>
        BinaryPrimitives.ReadUInt16LittleEndian(image[(Needs + need * 48 + 32 + 4)..]);

    private static void UInt16(byte[] image, int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(at), (ushort)value);

    private static void UInt32(byte[] image, int at, int value) => BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at), (uint)value);

    private static void UInt64(byte[] image, int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(at), value);
}
