using static TorchSharp.torch;

namespace Atelier.Kernels.Tests;

/// <summary>The kinds of kernels, by the names that a theory can show, and what is asked of all.</summary>
internal static class Kinds
{
    public static readonly IReadOnlyList<string> Names = [.. Enum.GetValues<KernelKind>().Select(KernelChoice.Name)];

    /// <summary>The kind; ends the test where the processor cannot run it.</summary>
    public static KernelKind Named(string name)
    {
        var kind = Enum.Parse<KernelKind>(name, ignoreCase: true);
        Assert.SkipUnless(KernelChoice.Runs(kind), $"needs a processor that runs {name}");
        return kind;
    }

    /// <summary>What is computed with one thread, after asserting that two and three threads compute the same bits; in the caller's scope.</summary>
    /// <param name="kind">By which kernels; libtorch's sums depend on the threads, and are not compared.</param>
    /// <param name="compute">Gives tensors in the caller's scope or outside every scope.</param>
    public static Tensor[] WithAnyNumberOfThreads(KernelKind kind, Func<Tensor[]> compute)
    {
        var threads = get_num_threads();
        try
        {
            set_num_threads(1);
            var alone = Compute();
            foreach (var more in kind is KernelKind.Torch ? [] : (int[])[2, 3])
            {
                set_num_threads(more);
                foreach (var (one, several) in alone.Zip(Compute()))
                    TensorAssert.ShouldBe(several, one, 0, 0);
            }
            return alone;
        }
        finally
        {
            set_num_threads(threads);
        }

        Tensor[] Compute() => [.. compute().Select(InScope)];

        static Tensor InScope(Tensor tensor)
        {
            using (tensor)
                return tensor.alias();
        }
    }

    /// <summary>Asserts that no number is off by more than a ten-thousandth of the largest.</summary>
    public static void ShouldBeNear(Tensor actual, Tensor exact)
    {
        Assert.Equal(ScalarType.Float64, exact.dtype);
        TensorAssert.ShouldBe(actual, exact, absolute: 1e-4 * exact.abs().max().item<double>(), relative: 0);
    }
}
