using System.Numerics;
using System.Runtime.CompilerServices;
using TorchSharp;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>The squared differences of an image's neighbors, and their gradient, in one pass over memory.</summary>
internal static unsafe class Roughness
{
    /// <summary>The sum of squared differences down and across; factor times its half's gradient is added in place.</summary>
    /// <param name="image">[N,C,H,W].</param>
    /// <param name="factor">Any number.</param>
    /// <param name="gradient">As large, and changed; or null.</param>
    /// <returns>A scalar tensor, the same to the last bit with any number of threads.</returns>
    public static Tensor Add(Tensor image, double factor, Tensor? gradient)
    {
        if (!HasKernel(image) || (gradient is not null && !HasKernel(gradient)))
            return AddInTorch(image, factor, gradient);
        var (height, width) = ((int)image.shape[2], (int)image.shape[3]);
        var (from, to) = ((nint)Pointer.To(image), (nint)Pointer.ToOptional(gradient));
        var sums = new double[image.shape[0] * image.shape[1] * height];
        Team.Run(sums.Length, line =>
        {
            var (y, offset) = (line % height, (nint)line * width);
            var row = (float*)from + offset;
            sums[line] = Sum(row, y + 1 < height ? row + width : row, width);
            if (to != 0)
                AddGradient(y > 0 ? row - width : row, row, y + 1 < height ? row + width : row, width, (float)factor, (float*)to + offset);
        });
        return tensor((float)sums.Sum());
    }

    private static bool HasKernel(Tensor image) => image.device_type is DeviceType.CPU && image.dtype is ScalarType.Float32 && image.is_contiguous();

    // The row below is the row itself at the bottom: no difference.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sum(float* row, float* below, int width)
    {
        Vector<double> even = default, odd = default;
        var x = 0;
        for (; x <= width - 1 - Vector<float>.Count; x += Vector<float>.Count)
        {
            var here = Vector.Load(row + x);
            var (across, down) = (Vector.Load(row + x + 1) - here, Vector.Load(below + x) - here);
            Vector.Widen(Vector.FusedMultiplyAdd(across, across, down * down), out var low, out var high);
            (even, odd) = (even + low, odd + high);
        }
        var sum = Vector.Sum(even + odd);
        for (; x < width; x++)
        {
            var (across, down) = (x + 1 < width ? row[x + 1] - row[x] : 0, below[x] - row[x]);
            sum += MathF.FusedMultiplyAdd(across, across, down * down);
        }
        return sum;
    }

    // Of half the sum: (x - left) - (right - x) + (x - above) - (below - x).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddGradient(float* above, float* row, float* below, int width, float factor, float* gradient)
    {
        gradient[0] += factor * (row[0] - row[width > 1 ? 1 : 0] + (row[0] - above[0]) - (below[0] - row[0]));
        var (x, scale) = (1, new Vector<float>(factor));
        for (; x <= width - 1 - Vector<float>.Count; x += Vector<float>.Count)
        {
            var here = Vector.Load(row + x);
            var slope = here - Vector.Load(row + x - 1) - (Vector.Load(row + x + 1) - here) + (here - Vector.Load(above + x)) - (Vector.Load(below + x) - here);
            Vector.Store(Vector.FusedMultiplyAdd(scale, slope, Vector.Load(gradient + x)), gradient + x);
        }
        for (; x < width; x++)
        {
            var right = x + 1 < width ? row[x + 1] : row[x];
            gradient[x] += factor * (row[x] - row[x - 1] - (right - row[x]) + (row[x] - above[x]) - (below[x] - row[x]));
        }
    }

    private static Tensor AddInTorch(Tensor image, double factor, Tensor? gradient)
    {
        using var scope = NewDisposeScope();
        var sum = zeros(1, device: image.device);
        foreach (var dimension in (long[])[2, 3])
        {
            var length = image.shape[dimension] - 1;
            var difference = image.narrow(dimension, 1, length) - image.narrow(dimension, 0, length);
            gradient?.narrow(dimension, 1, length).add_(difference, alpha: Number(factor));
            gradient?.narrow(dimension, 0, length).add_(difference, alpha: Number(-factor));
            sum.add_(difference.pow_(Number(2)).sum(), alpha: One);
        }
        return sum[0].MoveToOuterDisposeScope();
    }
}
