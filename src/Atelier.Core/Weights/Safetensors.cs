using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace Atelier.Core;

/// <summary>The .safetensors format, which holds nothing but tensors and text.</summary>
internal static class Safetensors
{
    /// <summary>Reads a file that must be .safetensors; see <see cref="WeightFile.Read(string)"/> for one of any kind.</summary>
    /// <exception cref="WeightFileException">The file is missing, damaged or of another kind.</exception>
    public static StateDict Read(string path)
    {
        NativeTorch.EnsureLoaded();
        return WeightStream.Read(path, file =>
        {
            using var scope = NewDisposeScope();
            return SafetensorsHeader.Read(file).ReadTensors(file);
        });
    }

    /// <summary>Reads weights from a stream, such as an embedded resource.</summary>
    /// <param name="stream">Seekable, at its start; it stays the caller's.</param>
    /// <param name="name">What to call it in error messages.</param>
    /// <exception cref="WeightFileException">It is damaged or of another kind.</exception>
    public static StateDict Read(Stream stream, string name)
    {
        NativeTorch.EnsureLoaded();
        return WeightStream.Named(name, () =>
        {
            using var scope = NewDisposeScope();
            return SafetensorsHeader.Read(stream).ReadTensors(stream);
        });
    }

    /// <summary>Writes tensors of any device and layout; an existing file is replaced when the new one is whole.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="tensors">Named tensors; they stay the caller's. The header keeps their order.</param>
    /// <param name="metadata">Free text by key.</param>
    /// <param name="seal">Whether to add a digest of everything, which is checked by every read; for files that must be trusted.</param>
    /// <exception cref="ArgumentException">Two tensors have the same name, a name is reserved, or the format has no name for an element type.</exception>
    /// <exception cref="FileAccessException">The file cannot be written.</exception>
    public static void Write(
        string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null, bool seal = false)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        KeyValuePair<string, Tensor>[] inOrder = [.. tensors];
        if (seal)
        {
            var text = new Dictionary<string, string>(metadata ?? new Dictionary<string, string>(), StringComparer.Ordinal);
            text[Seal.Key] = Seal.Compute(inOrder, text);
            metadata = text;
        }
        // Wide elements first, so that every tensor is aligned to its element size.
        KeyValuePair<string, Tensor>[] inData = [.. inOrder.OrderByDescending(t => t.Value.ElementSize)];
        var header = Header(inOrder, Offsets(inData), metadata);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            foreach (var (_, tensor) in inData)
                WriteData(stream, tensor);
        });
    }

    private static Dictionary<string, (long Begin, long End)> Offsets(KeyValuePair<string, Tensor>[] tensors)
    {
        var offsets = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        long at = 0;
        foreach (var (name, tensor) in tensors)
        {
            if (name == SafetensorsHeader.MetadataKey)
                throw new ArgumentException($"No tensor can be named '{name}': the format reserves it.", nameof(tensors));
            if (!offsets.TryAdd(name, (at, at += tensor.numel() * tensor.ElementSize)))
                throw new ArgumentException($"Two tensors are named '{name}'.", nameof(tensors));
        }
        return offsets;
    }

    private static byte[] Header(
        KeyValuePair<string, Tensor>[] tensors, Dictionary<string, (long Begin, long End)> offsets, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        buffer.Write(stackalloc byte[8]);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
                WriteMetadata(json, metadata);
            foreach (var (name, tensor) in tensors)
                WriteEntry(json, name, tensor, offsets[name]);
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        var header = buffer.ToArray();
        if (header.Length - 8 > SafetensorsHeader.LargestHeader)
            throw new ArgumentException($"The names and metadata need {header.Length - 8} bytes, more than the format allows.", nameof(tensors));
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - 8);
        return header;
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach (var (key, value) in metadata)
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, string name, Tensor tensor, (long Begin, long End) offsets)
    {
        json.WriteStartObject(name);
        json.WriteString("dtype", WeightDtypes.ToSafetensors(tensor.dtype)
            ?? throw new ArgumentException($"Tensor '{name}' is {tensor.dtype}, which .safetensors cannot hold here.", nameof(tensor)));
        json.WriteStartArray("shape");
        foreach (var size in tensor.shape)
            json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offsets.Begin);
        json.WriteNumberValue(offsets.End);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteData(Stream stream, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        TensorBytes.ForEachChunk(tensor.detach().cpu().contiguous(), bytes => stream.Write(bytes));
    }
}
