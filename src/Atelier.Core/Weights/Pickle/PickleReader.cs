using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Atelier.Core;

/// <summary>Reads a pickle's instructions and arguments off a stream, never past their end, within a budget of bytes.</summary>
internal sealed class PickleReader(Stream stream)
{
    /// <summary>A pickle holds names and shapes only: 10,000 tensors make about 2 MB.</summary>
    private const int LargestPickle = 16 << 20;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private int _left = LargestPickle;

    public PickleOpcode Opcode() => (PickleOpcode)Byte();

    public byte Byte() => Bytes(1)[0];

    public int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    public long UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));

    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Bytes(8));

    /// <summary>A <see cref="long"/> if it fits, or else a <see cref="BigInteger"/>.</summary>
    public object Integer(int byteCount)
    {
        var value = new BigInteger(Bytes((ulong)byteCount));
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    public string Text(ulong byteCount) => Decode(Bytes(byteCount));

    public string Line()
    {
        var line = new List<byte>();
        for (var b = Byte(); b != '\n'; b = Byte())
            line.Add(b);
        return Decode([.. line]);
    }

    public byte[] Bytes(ulong count)
    {
        if (count > (ulong)_left)
            throw new WeightFormatException($"its pickle is damaged or hostile: it is longer than {LargestPickle >> 20} MB.");
        _left -= (int)count;
        // Grown as data arrives, so that a claimed length costs nothing unless the bytes are there.
        var bytes = new byte[Math.Min(count, 1 << 16)];
        var read = 0;
        while (true)
        {
            stream.ReadExactly(bytes.AsSpan(read));
            read = bytes.Length;
            if ((ulong)read == count)
                return bytes;
            Array.Resize(ref bytes, (int)Math.Min(count, (ulong)read * 2));
        }
    }

    private static string Decode(byte[] bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new WeightFormatException("its pickle is damaged: a text is not UTF-8.");
        }
    }
}
