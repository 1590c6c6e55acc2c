using System.Buffers.Binary;

namespace Atelier.Core.Weights;

/// <summary>The checksum of zip archives (ISO 3309, reflected polynomial 0xEDB88320), eight bytes at a time.</summary>
internal static class Crc32
{
    private static readonly uint[][] Tables = MakeTables();

    /// <summary>The sum over what <paramref name="crc"/> already covers (0 at first) and <paramref name="bytes"/>.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var low = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = Tables[7][low & 0xff] ^ Tables[6][(low >> 8) & 0xff] ^ Tables[5][(low >> 16) & 0xff] ^ Tables[4][low >> 24]
                ^ Tables[3][high & 0xff] ^ Tables[2][(high >> 8) & 0xff] ^ Tables[1][(high >> 16) & 0xff] ^ Tables[0][high >> 24];
        }
        foreach (var b in bytes)
            crc = Tables[0][(crc ^ b) & 0xff] ^ (crc >> 8);
        return ~crc;
    }

    // Table k advances a byte's contribution by k further bytes.
    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (var k = 0; k < 8; k++)
        {
            tables[k] = new uint[256];
            for (var b = 0u; b < 256; b++)
                tables[k][b] = k == 0 ? Divide(b) : tables[0][tables[k - 1][b] & 0xff] ^ (tables[k - 1][b] >> 8);
        }
        return tables;
    }

    private static uint Divide(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
        return value;
    }
}
