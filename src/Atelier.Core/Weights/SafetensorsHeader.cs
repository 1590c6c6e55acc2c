using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace Atelier.Core;

/// <summary>A tensor's place in a .safetensors file; offsets count from the end of the header.</summary>
internal sealed record SafetensorsEntry(WeightTensorInfo Info, long Begin, long End);

/// <summary>The header of a .safetensors file: read, and checked against the rest of the file.</summary>
/// <remarks>Format: https://github.com/huggingface/safetensors#format (8 bytes of length, JSON, raw little-endian data without gaps).</remarks>
internal sealed record SafetensorsHeader(IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<SafetensorsEntry> Entries, long DataStart)
{
    public const int LargestHeader = 100_000_000;
    public const string MetadataKey = "__metadata__";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    public static SafetensorsHeader Read(Stream file)
    {
        Span<byte> prefix = stackalloc byte[8];
        file.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > LargestHeader)
            throw new WeightFormatException($"its header claims {length} bytes, more than the {LargestHeader} that the format allows.");
        if ((long)length > file.Length - prefix.Length)
            throw new WeightFormatException($"is truncated: its header needs {length} bytes, {file.Length - prefix.Length} are there; copy or download it again.");
        var json = new byte[length];
        file.ReadExactly(json);
        var header = Parse(json);
        CheckLayout(header.Entries, file.Length - header.DataStart);
        return header;
    }

    public StateDict ReadTensors(Stream file)
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var entry in Entries.OrderBy(e => e.Begin))
        {
            var tensor = empty([.. entry.Info.Shape], dtype: entry.Info.Dtype);
            file.Position = DataStart + entry.Begin;
            TensorBytes.ForEachChunk(tensor, file.ReadExactly);
            tensors.Add(entry.Info.Name, tensor);
        }
        return Seal.Check(new StateDict(Entries.Select(e => KeyValuePair.Create(e.Info.Name, tensors[e.Info.Name])), Metadata));
    }

    private static SafetensorsHeader Parse(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            var entries = new List<SafetensorsEntry>();
            foreach (var property in document.RootElement.EnumerateObject())
                if (property.NameEquals(MetadataKey))
                    ReadMetadata(property.Value, metadata);
                else
                    entries.Add(ReadEntry(property.Name, property.Value));
            return new SafetensorsHeader(metadata, entries, 8 + json.Length);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new WeightFormatException($"its header is not what the format prescribes ({e.Message.TrimEnd('.')}).");
        }
    }

    private static void ReadMetadata(JsonElement value, Dictionary<string, string> metadata)
    {
        foreach (var item in value.EnumerateObject())
            metadata.Add(item.Name, item.Value.GetString() ?? throw new WeightFormatException($"its metadata '{item.Name}' is not text."));
    }

    private static SafetensorsEntry ReadEntry(string name, JsonElement value)
    {
        var typeName = value.GetProperty("dtype").GetString();
        if (WeightDtypes.FromSafetensors(typeName ?? "") is not { } type)
            throw new WeightFormatException($"tensor '{name}' has the element type '{typeName}'; known are {WeightDtypes.SafetensorsNames}.");
        var shape = Integers(name, value.GetProperty("shape"));
        if (Integers(name, value.GetProperty("data_offsets")) is not [var begin, var end])
            throw new WeightFormatException($"tensor '{name}' must have two data offsets.");
        var bytes = WeightDtypes.ByteCount(name, shape, type);
        if (begin < 0 || end < begin || end - begin != bytes)
            throw new WeightFormatException(
                $"tensor '{name}' of shape {WeightDtypes.Text(shape)} and type {typeName} needs {bytes} bytes, but its data offsets are {begin} to {end}.");
        return new SafetensorsEntry(new WeightTensorInfo(name, type, shape, bytes), begin, end);
    }

    private static long[] Integers(string name, JsonElement array) =>
    [
        .. array.EnumerateArray().Select(item => item.TryGetInt64(out var value)
            ? value
            : throw new WeightFormatException($"tensor '{name}' has the number {item.GetRawText()} but needs a whole number there.")),
    ];

    // Every byte of the data belongs to exactly one tensor: anything else could hide content from one of two readers.
    private static void CheckLayout(IReadOnlyList<SafetensorsEntry> entries, long available)
    {
        long at = 0;
        foreach (var entry in entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin != at)
                throw new WeightFormatException(
                    $"tensor '{entry.Info.Name}' begins at byte {entry.Begin} of the data, {(entry.Begin < at ? "inside the tensor before it" : "after a gap")}; expected {at}.");
            at = entry.End;
            if (at > available)
                throw new WeightFormatException(
                    $"is truncated: tensor '{entry.Info.Name}' ends at byte {at} of the data, {available} are there; copy or download it again.");
        }
        if (at != available)
            throw new WeightFormatException($"has {available - at} bytes after the last tensor, which belong to none.");
    }
}
