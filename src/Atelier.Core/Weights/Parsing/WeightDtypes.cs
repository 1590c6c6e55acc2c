using static TorchSharp.torch;

namespace Atelier.Core;

/// <summary>The element types that weight files may hold, and what each format calls them.</summary>
internal static class WeightDtypes
{
    // Sizes of torch's storage classes in .pth files, and of the dtype strings in .safetensors headers.
    private static readonly (ScalarType Type, int Size, string Header, string Storage)[] Known =
    [
        (ScalarType.Float32, 4, "F32", "FloatStorage"),
        (ScalarType.Float64, 8, "F64", "DoubleStorage"),
        (ScalarType.Float16, 2, "F16", "HalfStorage"),
        (ScalarType.BFloat16, 2, "BF16", "BFloat16Storage"),
        (ScalarType.Int64, 8, "I64", "LongStorage"),
        (ScalarType.Int32, 4, "I32", "IntStorage"),
        (ScalarType.Int16, 2, "I16", "ShortStorage"),
        (ScalarType.Int8, 1, "I8", "CharStorage"),
        (ScalarType.Byte, 1, "U8", "ByteStorage"),
        (ScalarType.Bool, 1, "BOOL", "BoolStorage"),
    ];

    public static string SafetensorsNames => string.Join(", ", Known.Select(k => k.Header));

    public static int SizeOf(ScalarType type) => Known.First(k => k.Type == type).Size;

    public static ScalarType? FromSafetensors(string name) => Known.Where(k => k.Header == name).Select(k => (ScalarType?)k.Type).FirstOrDefault();

    public static ScalarType? FromStorage(string name) => Known.Where(k => k.Storage == name).Select(k => (ScalarType?)k.Type).FirstOrDefault();

    public static string? ToSafetensors(ScalarType type) => Known.Where(k => k.Type == type).Select(k => k.Header).FirstOrDefault();

    /// <summary>The bytes of a tensor, or an exception for a shape that no tensor can have.</summary>
    public static long ByteCount(string name, IReadOnlyList<long> shape, ScalarType type)
    {
        // libtorch multiplies without looking; zero-sized dimensions must not hide an overflow from it.
        if (shape.Count > 64)
            throw new WeightFormatException($"tensor '{name}' has {shape.Count} dimensions, more than 64.");
        UInt128 nonZero = (UInt128)SizeOf(type);
        foreach (var size in shape)
        {
            if (size < 0)
                throw new WeightFormatException($"tensor '{name}' has the negative shape {Text(shape)}.");
            nonZero *= (UInt128)Math.Max(size, 1);
            if (nonZero > long.MaxValue)
                throw new WeightFormatException($"tensor '{name}' has the impossible shape {Text(shape)}.");
        }
        return shape.Contains(0) ? 0 : (long)nonZero;
    }

    public static string Text(IEnumerable<long> shape) => $"[{string.Join(',', shape)}]";
}
