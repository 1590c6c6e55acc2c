using System.Buffers.Binary;

namespace Atelier.Jobs;

/// <summary>The loss of each evaluation of a job: 4 bytes each, in order, appended while it runs.</summary>
internal sealed class LossFile : IDisposable
{
    private const int MostPoints = 500;

    private readonly FileStream _file;

    /// <param name="path">The file; its contents are replaced.</param>
    /// <param name="earlier">The losses of the run so far, from its checkpoint.</param>
    public LossFile(string path, IEnumerable<double> earlier)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        foreach (var loss in earlier)
            Add(loss);
    }

    /// <summary>Appends one; readers see it after <see cref="Flush"/>.</summary>
    public void Add(double loss)
    {
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)loss);
        _file.Write(bytes);
    }

    /// <summary>Makes everything visible to readers.</summary>
    public void Flush() => _file.Flush();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Reads the losses, thinned evenly from the last evaluation backwards, without those that are not finite.</summary>
    public static LossHistory Read(string path)
    {
        if (!File.Exists(path))
            return new([], []);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length - file.Length % sizeof(float)];
        var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) / sizeof(float);
        var stride = Math.Max(1, (count + MostPoints - 1) / MostPoints);
        int[] numbers = [.. Enumerable.Range(1, count).Where(number => (count - number) % stride == 0 && float.IsFinite(LossAt(bytes, number)))];
        return new(numbers, [.. numbers.Select(number => (double)LossAt(bytes, number))]);
    }

    private static float LossAt(byte[] bytes, int number) => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan((number - 1) * sizeof(float)));
}
