using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Bench.Notebook;

/// <summary>Weights and images that need no file and are the same everywhere: speed does not depend on the values.</summary>
public static class DeterministicFill
{
    /// <summary>Fills a state dict in the ordinal order of its names with the fractions of sines, scaled like a usual initialization.</summary>
    /// <remarks>
    /// u = 2 * fract(sin(12.9898 i + 78.233 (k + 1)) * 43758.5453) - 1 for element i of the k-th name; weights of two and more
    /// dimensions u * sqrt(6 / fan-in), batch-norm weights 1 + 0.1 u, running variances 1 + 0.25 u, running means 0.1 u, biases 0.05 u.
    /// </remarks>
    public static void Weights(nn.Module module)
    {
        using var ungraded = no_grad();
        var k = 0;
        foreach (var (name, tensor) in module.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            // One scope per tensor: the peak of memory must be the network's, not the fill's.
            using var scope = NewDisposeScope();
            k++;
            var u = Fraction(tensor.numel(), k) * Number(2) - Number(1);
            var values = name switch
            {
                _ when name.EndsWith("num_batches_tracked", StringComparison.Ordinal) => u * Number(0),
                _ when name.EndsWith("running_var", StringComparison.Ordinal) => (Number(0.25) * u).Plus(1),
                _ when name.EndsWith("running_mean", StringComparison.Ordinal) => Number(0.1) * u,
                _ when tensor.dim() >= 2 => u * Number(Math.Sqrt(6.0 / (tensor.numel() / tensor.shape[0]))),
                _ when name.EndsWith("weight", StringComparison.Ordinal) => (Number(0.1) * u).Plus(1),
                _ => Number(0.05) * u,
            };
            tensor.copy_(values.reshape(tensor.shape));
        }
    }

    /// <summary>A smooth image of [1,3,S,S] in about [-2, 2], as after the ImageNet transform; other seeds, other images.</summary>
    public static Tensor Image(int size, double seed)
    {
        using var scope = NewDisposeScope();
        var c = Arange(3, float32).view(3, 1, 1);
        var h = Arange(size, float32).view(1, size, 1);
        var w = Arange(size, float32).view(1, 1, size);
        var (down, across) = ((Number(0.05 * seed) * h).Plus(Number(0.7) * c), Number(0.07 * seed) * w - Number(0.3) * c);
        var slanted = (Number(0.31) * h).Plus(Number(0.23 * seed) * w);
        var waves = (down.sin() * across.cos()).Plus(Number(0.5) * slanted.sin());
        return (waves * Number(1.3)).unsqueeze(0).MoveToOuterDisposeScope();   // [1,3,S,S]
    }

    /// <summary>Several of them, each another: [N,3,S,S].</summary>
    public static Tensor Images(int size, int count)
    {
        using var scope = NewDisposeScope();
        return cat([.. Enumerable.Range(0, count).Select(i => Image(size, 0.3 + 0.1 * i))]).MoveToOuterDisposeScope();
    }

    private static Tensor Fraction(long count, int k) =>
        ((Arange(count, float64) * Number(12.9898)).Plus(78.233 * k).sin() * Number(43758.5453)).remainder(Number(1.0));
}
