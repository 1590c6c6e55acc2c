using System.Buffers.Binary;
using Atelier.Core;

namespace Atelier.Fuzz;

/// <summary>Makes the checksums of a PNG's chunks right, as far as there are any.</summary>
internal static class PngChunks
{
    public static byte[] Mend(byte[] input)
    {
        for (var at = 8; at + 12 <= input.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(input.AsSpan(at));
            if (length > input.Length - at - 12)
                break;
            var end = at + 8 + (int)length;
            BinaryPrimitives.WriteUInt32BigEndian(input.AsSpan(end), Crc32.Append(0, input.AsSpan(at + 4, end - at - 4)));
            at = end + 4;
        }
        return input;
    }
}
