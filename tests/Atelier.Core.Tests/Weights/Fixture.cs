using static TorchSharp.torch;

namespace Atelier.Core.Tests.Weights;

/// <summary>Files that PyTorch wrote, and the formula that their values follow.</summary>
internal static class Fixture
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Weights", "Fixtures", name);

    /// <summary>See make_fixtures.py.</summary>
    public static Tensor Values(ScalarType type, params long[] shape)
    {
        using var scope = NewDisposeScope();
        var i = arange(shape.Aggregate(1L, (a, b) => a * b), dtype: int64);
        var values = type switch
        {
            ScalarType.Bool => i.remainder(3).eq(0),
            ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16 => i.remainder(13).to(float64) / 2 - 2,
            _ => i.remainder(13),
        };
        return values.to(type).view(shape).MoveToOuterDisposeScope();
    }
}

/// <summary>A folder of its own for a test's files.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("atelier-test-");

    public string this[string name] => System.IO.Path.Combine(_folder.FullName, name);

    public string Write(string name, ReadOnlySpan<byte> bytes)
    {
        // ext4 flushes a file that is cut and written again to the disk, which would slow the fuzz tests tenfold.
        File.Delete(this[name]);
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
