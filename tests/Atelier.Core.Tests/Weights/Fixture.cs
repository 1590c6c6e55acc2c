using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Core.Tests;

/// <summary>Files that PyTorch wrote, and the formula that their values follow.</summary>
internal static class Fixture
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Weights", "Fixtures", name);

    /// <summary>See make_fixtures.py.</summary>
    public static Tensor Values(ScalarType type, params long[] shape)
    {
        using var scope = NewDisposeScope();
        var i = Arange(shape.Aggregate(1L, (a, b) => a * b), int64);
        var values = type switch
        {
            ScalarType.Bool => i.remainder(Number(3)).eq(Number(0)),
            ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16 => i.remainder(Number(13)).to(float64) / Number(2) - Number(2),
            _ => i.remainder(Number(13)),
        };
        return values.to(type).view(shape).MoveToOuterDisposeScope();
    }
}
