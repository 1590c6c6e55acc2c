using System.Numerics;
using Atelier.Core;
using TorchSharp.Modules;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>The length of all gradients taken together as one vector.</summary>
/// <remarks>Pascanu et al., "On the difficulty of training recurrent neural networks", 2013. The same bits with any number of threads.</remarks>
internal static class GradientNorm
{
    private const int Chunk = 1 << 15;

    /// <summary>The L2 norm over all parameters; those without a gradient count as 0.</summary>
    public static double Compute(IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        return Math.Sqrt(parameters.Select(parameter => parameter.grad).OfType<Tensor>().Sum(SumOfSquares));
    }

    /// <summary>Shortens all gradients by the same factor where the norm is greater than a limit; their direction stays.</summary>
    /// <param name="parameters">Those whose gradients count.</param>
    /// <param name="limit">Greater than 0.</param>
    /// <returns>The norm before; where that is infinite or not a number, the gradients stay as they are.</returns>
    public static double Clip(IReadOnlyCollection<Parameter> parameters, double limit)
    {
        Require.Positive(limit);
        var norm = Compute(parameters);
        if (!double.IsFinite(norm) || norm <= limit)
            return norm;
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        foreach (var gradient in parameters.Select(parameter => parameter.grad).OfType<Tensor>())
            gradient.mul_(Number(limit / norm));
        return norm;
    }

    private static double SumOfSquares(Tensor gradient)
    {
        if (!DenseLayout.IsDense(gradient))
            return gradient.to(ScalarType.Float64).pow(Number(2)).sum().item<double>();
        var count = gradient.numel();
        if (count == 0)
            return 0;
        nint address;
        unsafe
        {
            address = (nint)Pointer.ToDense(gradient);
        }
        // A sum for each chunk, added up in order: what ran on which thread leaves no trace.
        var sums = new double[(count + Chunk - 1) / Chunk];
        Team.Run(count, Chunk, (at, length) =>
        {
            unsafe
            {
                sums[at / Chunk] = SumOfSquares(new ReadOnlySpan<float>((float*)address + at, length));
            }
        });
        return sums.Sum();
    }

    // In float64: the squares of large gradients have no place in float32.
    private static double SumOfSquares(ReadOnlySpan<float> values)
    {
        var sums = Vector<double>.Zero;
        var at = 0;
        for (; at <= values.Length - Vector<float>.Count; at += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(values[at..]), out var low, out var high);
            sums += low * low + high * high;
        }
        var sum = Vector.Sum(sums);
        for (; at < values.Length; at++)
            sum += (double)values[at] * values[at];
        return sum;
    }
}
