using TorchSharp;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>The way back through a ReLU in libtorch's operations.</summary>
internal static class ReluMask
{
    private const long PieceCount = 1 << 20;

    /// <summary>Sets a gradient to 0 where the ReLU's output is not positive.</summary>
    /// <param name="gradient">[N,H,W,C]; changed.</param>
    /// <param name="output">As large.</param>
    public static void Apply(Tensor gradient, Tensor output)
    {
        foreach (var (first, count) in Pieces(output, output.shape[1]))
        {
            using var scope = NewDisposeScope();
            gradient.narrow(1, first, count).masked_fill_(output.narrow(1, first, count) <= Number(0), Number(0));
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
