using System.Numerics;
using System.Runtime.CompilerServices;
using TorchSharp;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>Sums over tensors taken as long vectors, in float64, and the same to the last bit with any number of threads.</summary>
/// <remarks>
/// Tensors of float32 or bfloat16 on the CPU that fill one stretch of memory, in whatever order; libtorch computes for others. Nothing as
/// large as the tensors is allocated.
/// </remarks>
internal static unsafe class VectorProducts
{
    // Small enough for a core's second-level cache.
    private const int Chunk = 1 << 15;

    /// <summary>The sum of a b.</summary>
    public static double Dot(Tensor a, Tensor b)
    {
        if (HasKernel(a) && HasKernel(b) && DenseLayout.IsInOneOrder(a, b))
            return Reduce<DotProduct>(a, b).Sum();
        using var scope = NewDisposeScope();
        var kind = promote_types(a.dtype, b.dtype);
        return a.flatten().to(kind).dot(b.flatten().to(kind)).ToNumber();
    }

    /// <summary>The sum of a a, as a scalar tensor where a is.</summary>
    public static Tensor SumOfSquares(Tensor a) => HasKernel(a) ? torch.tensor((float)Dot(a, a)) : Squares(a);

    /// <summary>The sum of (a - b)^2, as a scalar tensor where they are.</summary>
    /// <param name="a">[N,H,W,C]; it may be a part of a larger image.</param>
    /// <param name="b">Likewise, as large.</param>
    public static Tensor SquaredDistance(Tensor a, Tensor b)
    {
        if (HasLines(a) && HasLines(b))
            return torch.tensor((float)Enumerable.Range(0, (int)a.shape[0]).Sum(image => SquaredDistance(a, b, image)));
        using var scope = NewDisposeScope();
        return Squares(a - b).MoveToOuterDisposeScope();
    }

    /// <summary>The sum of |a|.</summary>
    public static double SumOfAbsolutes(Tensor a)
    {
        if (HasKernel(a))
            return Reduce<Absolutes>(a, a).Sum();
        using var scope = NewDisposeScope();
        return a.abs().sum().ToNumber();
    }

    /// <summary>The largest |a|; NaN where there is one.</summary>
    public static double Largest(Tensor a)
    {
        using var scope = NewDisposeScope();
        var (least, most) = a.aminmax();
        return Math.Max(-least.ToNumber(), most.ToNumber());
    }

    /// <summary>a + factor b, in place.</summary>
    public static void Add(Tensor a, Tensor b, double factor)
    {
        if (!DenseLayout.IsDense(a) || !HasKernel(b) || !DenseLayout.IsInOneOrder(a, b))
        {
            using var scope = NewDisposeScope();
            a.add_(b.to(a.dtype), alpha: Number(factor));
            return;
        }
        var (left, right) = (new Source(a), new Source(b));
        ForEachChunk(a.numel(), (at, count) =>
        {
            float* to = left.At(at, count, 0), from = right.At(at, count, 1);
            var (i, scale) = (0, new Vector<float>((float)factor));
            for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
                Vector.Store(Vector.FusedMultiplyAdd(scale, Vector.Load(from + i), Vector.Load(to + i)), to + i);
            for (; i < count; i++)
                to[i] = MathF.FusedMultiplyAdd((float)factor, from[i], to[i]);
            return 0;
        });
    }

    private static bool HasKernel(Tensor a) =>
        a.dtype is ScalarType.Float32 or ScalarType.BFloat16 && DenseLayout.IsFull(a);

    private static bool HasLines(Tensor image) =>
        image.device_type is DeviceType.CPU && image.dtype is ScalarType.Float32 && image.stride() is [_, _, var pixel, 1] && pixel == image.shape[3];

    private static Tensor Squares(Tensor a)
    {
        using var scope = NewDisposeScope();
        return a.pow(Number(2)).sum().MoveToOuterDisposeScope();
    }

    private static double SquaredDistance(Tensor a, Tensor b, int image)
    {
        using var scope = NewDisposeScope();
        var (left, right) = (new ImageLines(a[image]), new ImageLines(b[image]));
        var channels = left.Channels;
        return ForEachChunk((long)left.Pixels * channels, (at, count) =>
        {
            var sum = 0.0;
            for (int pixel = (int)(at / channels), end = (int)((at + count) / channels); pixel < end;)
            {
                var run = Math.Min(Math.Min(left.Run(pixel), right.Run(pixel)), end - pixel);
                sum += Differences.Of(left.At(pixel), right.At(pixel), run * channels);
                pixel += run;
            }
            return sum;
        }, Math.Max(Chunk / channels, 1) * channels).Sum();
    }

    private static double[] Reduce<TSum>(Tensor a, Tensor b)
        where TSum : struct, ISum
    {
        var (left, right) = (new Source(a), new Source(b));
        return ForEachChunk(a.numel(), (at, count) => TSum.Of(left.At(at, count, 0), right.At(at, count, 1), count));
    }

    // One number for each chunk, in their order: what ran on which thread leaves no trace.
    private static double[] ForEachChunk(long length, Func<long, int, double> each, int chunk = Chunk)
    {
        var results = new double[(length + chunk - 1) / chunk];
        Team.Run(length, chunk, (at, count) => results[at / chunk] = each(at, count));
        return results;
    }

    /// <summary>Numbers of a tensor as they lie in memory, given out as float32.</summary>
    private readonly struct Source(Tensor tensor)
    {
        private readonly nint _start = (nint)Pointer.ToFirst(tensor);
        private readonly bool _isHalf = tensor.dtype is ScalarType.BFloat16;

        /// <summary>Where they lie, or a copy in one of the thread's two scratch places.</summary>
        public float* At(long index, int count, int place)
        {
            if (!_isHalf)
                return (float*)_start + index;
            var copy = Scratch.Rent(2 * Chunk) + place * Chunk;
            var from = (ushort*)_start + index;
            for (var i = 0; i < count; i++)
                copy[i] = BitConverter.UInt32BitsToSingle((uint)from[i] << 16);
            return copy;
        }
    }

    private interface ISum
    {
        static abstract double Of(float* a, float* b, int count);
    }

    private readonly struct DotProduct : ISum
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static double Of(float* a, float* b, int count)
        {
            Vector<double> even = default, odd = default;
            var i = 0;
            for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector.Widen(Vector.Load(a + i), out var lowA, out var highA);
                Vector.Widen(Vector.Load(b + i), out var lowB, out var highB);
                (even, odd) = (even + lowA * lowB, odd + highA * highB);
            }
            var sum = Vector.Sum(even + odd);
            for (; i < count; i++)
                sum += (double)a[i] * b[i];
            return sum;
        }
    }

    private static class Differences
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static double Of(float* a, float* b, int count)
        {
            Vector<double> even = default, odd = default;
            var i = 0;
            for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            {
                var difference = Vector.Load(a + i) - Vector.Load(b + i);
                Vector.Widen(difference * difference, out var low, out var high);
                (even, odd) = (even + low, odd + high);
            }
            var sum = Vector.Sum(even + odd);
            for (; i < count; i++)
                sum += (double)(a[i] - b[i]) * (a[i] - b[i]);
            return sum;
        }
    }

    private readonly struct Absolutes : ISum
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static double Of(float* a, float* b, int count)
        {
            Vector<double> even = default, odd = default;
            var i = 0;
            for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector.Widen(Vector.Abs(Vector.Load(a + i)), out var low, out var high);
                (even, odd) = (even + low, odd + high);
            }
            var sum = Vector.Sum(even + odd);
            for (; i < count; i++)
                sum += Math.Abs((double)a[i]);
            return sum;
        }
    }
}
