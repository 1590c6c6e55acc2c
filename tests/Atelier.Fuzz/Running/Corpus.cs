using System.IO.Compression;
using System.Security.Cryptography;

namespace Atelier.Fuzz;

/// <summary>A target's inputs, each of which once reached something new, in one archive.</summary>
public static class Corpus
{
    private const int Most = 300;

    /// <summary>The archive of a target in the program's folder; it need not exist.</summary>
    public static string PathOf(FuzzTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Path.Combine(AppContext.BaseDirectory, "Corpora", $"{target.Name}.zip");
    }

    /// <summary>The inputs and their names, none if there is no archive.</summary>
    public static IReadOnlyList<(string Name, byte[] Input)> Read(string path)
    {
        if (!File.Exists(path))
            return [];
        using var archive = ZipFile.OpenRead(path);
        return [.. archive.Entries.Select(entry =>
        {
            using var stream = entry.Open();
            var input = new byte[entry.Length];
            stream.ReadExactly(input);
            return (entry.Name, input);
        })];
    }

    /// <summary>Writes inputs, the same archive for the same inputs; of very many, some from the whole of the run.</summary>
    public static void Write(string path, IReadOnlyList<byte[]> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count > Most)
            inputs = [.. Enumerable.Range(0, Most).Select(at => inputs[(int)((long)at * inputs.Count / Most)])];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, input) in inputs.Select(input => (Name: NameOf(input), input)).DistinctBy(file => file.Name).OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            var entry = archive.CreateEntry(name, CompressionLevel.SmallestSize);
            entry.LastWriteTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using var stream = entry.Open();
            stream.Write(input);
        }
    }

    /// <summary>The name under which an input is kept: the start of its digest.</summary>
    public static string NameOf(byte[] input) => Convert.ToHexStringLower(SHA256.HashData(input))[..16];
}
