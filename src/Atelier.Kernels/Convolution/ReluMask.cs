using System.Numerics;
using TorchSharp;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>The way back through a ReLU, where no convolution takes it along.</summary>
internal static unsafe class ReluMask
{
    private const int CacheFloats = 1 << 15;
    private const long PieceCount = 1 << 20;

    /// <summary>Sets a gradient to 0 where the ReLU's output is not positive.</summary>
    /// <param name="gradient">[N,H,W,C]; changed.</param>
    /// <param name="output">As large.</param>
    public static void Apply(Tensor gradient, Tensor output)
    {
        if (DenseLayout.IsDense(gradient) && DenseLayout.IsAlike(gradient, output))
        {
            var (to, mask) = ((nint)Pointer.ToDense(gradient), (nint)Pointer.ToDense(output));
            Team.Run(gradient.numel(), CacheFloats, (at, count) => Apply((float*)to + at, (float*)mask + at, count));
            return;
        }
        foreach (var (first, count) in Pieces(output, output.shape[1]))
        {
            using var scope = NewDisposeScope();
            gradient.narrow(1, first, count).masked_fill_(output.narrow(1, first, count) <= Number(0), Number(0));
        }
    }

    private static void Apply(float* gradient, float* output, int count)
    {
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            var closed = Vector.LessThanOrEqual(Vector.Load(output + i), Vector<float>.Zero);
            Vector.Store(Vector.AndNot(Vector.Load(gradient + i), Vector.AsVectorSingle(closed)), gradient + i);
        }
        for (; i < count; i++)
        {
            if (output[i] <= 0)
                gradient[i] = 0;
        }
    }

    /// <summary>Rows of an image in pieces of a few megabytes: what an operation leaves beside its result then takes little memory, and stays in the cache.</summary>
    /// <remarks>Fresh tensors as large as the image cost more in page faults than the operation. Not on CUDA, which keeps its memory.</remarks>
    /// <param name="image">[N,H,W,C].</param>
    /// <param name="rows">How many there are to go through: H, or fewer for an operation that takes several of them as one.</param>
    public static IEnumerable<(long First, long Count)> Pieces(Tensor image, long rows)
    {
        var count = image.device_type is DeviceType.CPU ? Math.Max(1, PieceCount * rows / Math.Max(1, image.numel())) : rows;
        for (var first = 0L; first < rows; first += count)
            yield return (first, Math.Min(count, rows - first));
    }
}
