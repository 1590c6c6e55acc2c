using System.Buffers.Binary;

namespace Atelier.Imaging;

/// <summary>The colors that an AVIF names by number instead of a profile (ITU-T H.273): a <c>colr</c> box of the type <c>nclx</c>.</summary>
/// <param name="Primaries">1 for those of sRGB, 12 for P3, 9 for BT.2020, 2 for none named.</param>
/// <param name="Transfer">13 for sRGB's curve, 16 for PQ, 18 for HLG.</param>
internal readonly record struct CodedColors(int Primaries, int Transfer)
{
    private const int Searched = 1 << 16;

    /// <summary>Whether the colors are those of Display P3.</summary>
    public bool IsP3 => Primaries is 11 or 12;

    /// <summary>What the colors are, as the end of the sentence "is ..., which cannot be read"; null where they are known.</summary>
    public string? Oddity => (Primaries, Transfer) switch
    {
        (_, 16) => "an HDR image (PQ)",
        (_, 18) => "an HDR image (HLG)",
        (9, _) => "an image of BT.2020 colors",
        _ => null,
    };

    /// <summary>What a file says; null if it names none.</summary>
    /// <param name="file">Of the ISO base media format; its boxes come before its pixels.</param>
    public static CodedColors? Find(Stream file)
    {
        file.Position = 0;
        var start = new byte[Searched];
        var bytes = start.AsSpan(0, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        var at = bytes.IndexOf("colrnclx"u8);
        return at >= 0 && at + 14 <= bytes.Length
            ? new(BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 8)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 10)..]))
            : null;
    }
}
