using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>The address of a tensor's numbers: the one place where a tensor becomes a pointer.</summary>
/// <remarks>Addresses are valid while the tensor lives. The tensor is of float32, or its bits are taken for such, and on the CPU.</remarks>
internal static unsafe class Pointer
{
    /// <summary>The first element of a contiguous tensor.</summary>
    /// <exception cref="ArgumentException">The tensor is not contiguous.</exception>
    public static float* To(Tensor tensor) =>
        tensor.is_contiguous() ? ToDense(tensor) : throw new ArgumentException("The tensor must be contiguous.", nameof(tensor));

    /// <summary>As <see cref="To"/>; null for null.</summary>
    public static float* ToOptional(Tensor? tensor) => tensor is null ? null : To(tensor);

    /// <summary>The first element of a tensor that is dense, in whatever order (<see cref="DenseLayout.IsDense"/>).</summary>
    public static float* ToDense(Tensor tensor) => ToFirst(tensor);

    /// <summary>The first element of a tensor, which may be a part of a larger one.</summary>
    public static float* ToFirst(Tensor tensor)
    {
        // The same memory as a single element: a span takes neither other strides nor more than 2 GiB.
        using var first = tensor.as_strided([1], [1], tensor.storage_offset());
        fixed (byte* address = first.bytes)
            return (float*)address;
    }
}
