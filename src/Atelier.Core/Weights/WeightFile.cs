using static TorchSharp.torch;

namespace Atelier.Core;

/// <summary>Reads weight files of every known format, which is determined by the content, never by the name, and writes .safetensors.</summary>
public static class WeightFile
{
    /// <summary>Reads a whole file, to the CPU. Nothing in the file is executed.</summary>
    /// <param name="path">A <c>.safetensors</c> file, or what <c>torch.save</c> wrote (zip or legacy layout).</param>
    /// <exception cref="WeightFileException">The file is missing, damaged, hostile or of another kind.</exception>
    public static StateDict Read(string path)
    {
        NativeTorch.EnsureLoaded();
        return WeightStream.Read(path, file =>
        {
            using var scope = NewDisposeScope();
            return Detect(file) is WeightFormat.Safetensors ? SafetensorsHeader.Read(file).ReadTensors(file) : ReadTorch(file);
        });
    }

    /// <summary>Reads .safetensors from a stream, such as an embedded resource.</summary>
    /// <param name="stream">Seekable, at its start; it stays the caller's.</param>
    /// <param name="name">What to call it in error messages.</param>
    /// <exception cref="WeightFileException">It is damaged or of another kind.</exception>
    public static StateDict Read(Stream stream, string name) => Safetensors.Read(stream, name);

    /// <summary>Writes tensors of any device and layout as .safetensors; an existing file is replaced when the new one is whole.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="tensors">Named tensors; they stay the caller's. The header keeps their order.</param>
    /// <param name="metadata">Free text by key.</param>
    /// <param name="seal">Whether to add a digest of everything, which is checked by every read; for files that must be trusted.</param>
    /// <exception cref="ArgumentException">Two tensors have the same name, a name is reserved, or the format has no name for an element type.</exception>
    /// <exception cref="FileAccessException">The file cannot be written.</exception>
    public static void Write(
        string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null, bool seal = false) =>
        Safetensors.Write(path, tensors, metadata, seal);

    /// <summary>Lists what a file holds, after the same checks as <see cref="Read(string)"/>, but without reading the tensors' data.</summary>
    /// <exception cref="WeightFileException">The file is missing, damaged, hostile or of another kind.</exception>
    public static WeightFileInfo Inspect(string path) => WeightStream.Read(path, file =>
    {
        var format = Detect(file);
        if (format is WeightFormat.Safetensors)
        {
            var header = SafetensorsHeader.Read(file);
            return new WeightFileInfo(path, Name(format), file.Length, header.Metadata, [.. header.Entries.Select(e => e.Info)]);
        }
        using var torchFile = TorchFile.Open(file, format);
        return new WeightFileInfo(path, Name(format), file.Length, new Dictionary<string, string>(), [.. torchFile.Tensors.Select(t => t.Info)]);
    });

    private static string Name(WeightFormat format) => format switch
    {
        WeightFormat.Safetensors => "safetensors",
        WeightFormat.TorchZip => "PyTorch, zip layout",
        _ => "PyTorch, layout from before 1.6",
    };

    private static StateDict ReadTorch(FileStream file)
    {
        using var torchFile = TorchFile.Open(file, Detect(file));
        return torchFile.ReadTensors();
    }

    private static WeightFormat Detect(FileStream file)
    {
        file.Position = 0;
        Span<byte> start = stackalloc byte[10];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        if (start.Length >= 9 && start[8] == '{' && start[4..8].IndexOfAnyExcept((byte)0) < 0)
            return WeightFormat.Safetensors;
        if (start.StartsWith("PK"u8))
            return WeightFormat.TorchZip;
        return start is [0x80, ..] ? WeightFormat.TorchLegacy : throw new WeightFormatException(Unknown(start));
    }

    private static string Unknown(ReadOnlySpan<byte> start) => start switch
    {
        [] => "is empty; copy or download it again.",
        _ when start.StartsWith("version ht"u8) => "is a Git LFS pointer, not the weights themselves; fetch it with `git lfs pull`.",
        [(byte)'<', ..] => "is a web page, not a weight file; download the file itself.",
        _ => "is neither a .safetensors file nor one that PyTorch saved (or its start is damaged).",
    };
}
