using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Atelier.Jobs;

/// <summary>Names for jobs: 48 bits of time, then 80 random ones, in Crockford's base 32 (a ULID in lower case).</summary>
internal static class JobId
{
    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 26;
    private static readonly Lock Gate = new();
    private static UInt128 Last;

    /// <summary>A new one, which sorts after all that this process made before.</summary>
    public static string New()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes, (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() << 16) | BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]));
        var value = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        lock (Gate)
            Last = value = value > Last ? value : Last + 1;
        return string.Create(Length, value, static (text, rest) =>
        {
            for (var at = text.Length - 1; at >= 0; at--, rest >>= 5)
                text[at] = Digits[(int)(rest & 31)];
        });
    }

    /// <summary>Whether a text can be one: whoever asks for anything else gets no file and no row.</summary>
    public static bool IsOne(string text) => text.Length == Length && text.All(Digits.Contains);
}
