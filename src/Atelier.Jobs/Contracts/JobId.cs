using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Atelier.Jobs;

/// <summary>Ids of jobs: 48 bits of time, then 80 random bits, in Crockford's base 32 (a lower-case ULID).</summary>
internal static class JobId
{
    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 26;
    private static readonly Lock Sync = new();
    private static UInt128 Last;

    /// <summary>A new id, which sorts after all that this process has made.</summary>
    public static string New()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes, (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() << 16) | BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]));
        var value = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        lock (Sync)
            Last = value = value > Last ? value : Last + 1;
        return string.Create(Length, value, static (text, rest) =>
        {
            for (var at = text.Length - 1; at >= 0; at--, rest >>= 5)
                text[at] = Digits[(int)(rest & 31)];
        });
    }
}
