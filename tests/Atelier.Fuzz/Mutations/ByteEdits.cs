using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Atelier.Fuzz;

/// <summary>Changes of bytes at random, as bit errors, other programs and attackers make them.</summary>
internal static class ByteEdits
{
    private static readonly long[] Odd = [0, 1, -1, 2, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 255, 256, 1000, 32767, 32768, 65535, 65536, 1 << 24, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue];

    /// <summary>One to eight changes of a copy.</summary>
    /// <param name="input">What to change.</param>
    /// <param name="random">Where and how.</param>
    /// <param name="others">To take parts from.</param>
    /// <param name="words">To put in.</param>
    public static byte[] Apply(byte[] input, Random random, IReadOnlyList<byte[]> others, IReadOnlyList<byte[]> words)
    {
        List<byte> bytes = [.. input];
        for (var left = 1 << random.Next(4); left > 0; left--)
            Edit(bytes, random, others, words);
        return [.. bytes];
    }

    private static void Edit(List<byte> bytes, Random random, IReadOnlyList<byte[]> others, IReadOnlyList<byte[]> words)
    {
        var at = random.Next(bytes.Count + 1);
        var count = Math.Min(bytes.Count - at, random.Next(4) == 0 ? random.Next(bytes.Count + 1) : random.Next(1, 17));
        switch (random.Next(12))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2 or 3:
                Overwrite(bytes, at, Bytes(Odd[random.Next(Odd.Length)], random));
                break;
            case 4 when at < bytes.Count:
                bytes[at] += (byte)random.Next(-8, 9);
                break;
            case 5:
                bytes.RemoveRange(at, count);
                break;
            case 6:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, count));
                break;
            case 7:
                Overwrite(bytes, random.Next(bytes.Count + 1), [.. bytes.GetRange(at, count)]);
                break;
            case 8 when words.Count > 0:
                bytes.InsertRange(at, words[random.Next(words.Count)]);
                break;
            case 9 when others.Count > 0:
                var other = others[random.Next(others.Count)];
                var first = random.Next(other.Length + 1);
                bytes.InsertRange(at, other.AsSpan(first, random.Next(Math.Min(other.Length - first, 512) + 1)).ToArray());
                break;
            case 10:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                Renumber(bytes, at, random);
                break;
        }
    }

    // As readers of binary and of text files would find it.
    private static byte[] Bytes(long number, Random random)
    {
        var eight = new byte[8];
        switch (random.Next(5))
        {
            case 0:
                BinaryPrimitives.WriteInt64LittleEndian(eight, number);
                return eight[..(1 << random.Next(4))];
            case 1:
                BinaryPrimitives.WriteInt16BigEndian(eight, unchecked((short)number));
                return eight[..2];
            case 2:
                BinaryPrimitives.WriteInt32BigEndian(eight, unchecked((int)number));
                return eight[..4];
            case 3:
                BinaryPrimitives.WriteInt64BigEndian(eight, number);
                return eight;
            default:
                return Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void Overwrite(List<byte> bytes, int at, byte[] with)
    {
        bytes.RemoveRange(at, Math.Min(with.Length, bytes.Count - at));
        bytes.InsertRange(at, with);
    }

    // The next number in digits becomes another.
    private static void Renumber(List<byte> bytes, int at, Random random)
    {
        var first = bytes.FindIndex(at, character => char.IsAsciiDigit((char)character));
        if (first < 0)
            return;
        var end = first;
        while (end < bytes.Count && char.IsAsciiDigit((char)bytes[end]))
            end++;
        bytes.RemoveRange(first, end - first);
        bytes.InsertRange(first, Encoding.ASCII.GetBytes(Odd[random.Next(Odd.Length)].ToString(CultureInfo.InvariantCulture)));
    }
}
