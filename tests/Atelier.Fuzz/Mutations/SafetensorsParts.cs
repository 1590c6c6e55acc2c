using System.Buffers.Binary;

namespace Atelier.Fuzz;

/// <summary>Changes the header of a .safetensors file, whose length is right again afterwards.</summary>
internal static class SafetensorsParts
{
    public static byte[] Mutate(byte[] input, Func<byte[], byte[]> edit)
    {
        if (input.Length < 8 || BinaryPrimitives.ReadUInt64LittleEndian(input) is var length && length > (ulong)input.Length - 8)
            return edit(input);
        var header = edit(input[8..(8 + (int)length)]);
        var result = new byte[8 + header.Length + input.Length - 8 - (int)length];
        BinaryPrimitives.WriteInt64LittleEndian(result, header.Length);
        header.CopyTo(result, 8);
        input.AsSpan(8 + (int)length).CopyTo(result.AsSpan(8 + header.Length));
        return result;
    }
}
