using TorchSharp;
using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>Tensors whose elements fill one stretch of memory, each once, in whatever order: row by row, or channels last.</summary>
internal static class DenseLayout
{
    /// <summary>Whether a tensor is one such stretch of float32 numbers on the CPU.</summary>
    public static bool IsDense(Tensor tensor) => tensor.dtype is ScalarType.Float32 && IsFull(tensor);

    /// <summary>Whether a tensor is one such stretch of numbers of any kind.</summary>
    public static bool IsFull(Tensor tensor)
    {
        if (tensor.device_type is not DeviceType.CPU || tensor.is_sparse)
            return false;
        var (shape, strides) = (tensor.shape, tensor.stride());
        Array.Sort(strides, shape);
        var expected = 1L;
        for (var i = 0; i < shape.Length; i++)
        {
            if (shape[i] == 1)
                continue;
            if (strides[i] != expected)
                return false;
            expected *= shape[i];
        }
        return true;
    }

    /// <summary>Whether two tensors' elements lie in the same order.</summary>
    public static bool IsAlike(Tensor a, Tensor b) =>
        a.dtype == b.dtype && IsInOneOrder(a, b);

    /// <summary>Likewise, for tensors of different kinds of numbers.</summary>
    public static bool IsInOneOrder(Tensor a, Tensor b) =>
        a.device_type == b.device_type && a.shape.AsSpan().SequenceEqual(b.shape) && a.stride().AsSpan().SequenceEqual(b.stride());
}
