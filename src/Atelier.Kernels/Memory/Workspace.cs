using TorchSharp;
using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>Keeps the tensors of one pass for the next, by size: a fresh 50 MB tensor costs more in page faults than the convolution that fills it.</summary>
/// <remarks>
/// Not for several threads at once. A workspace that keeps nothing disposes what is returned: devices with a caching
/// allocator need no second cache.
/// </remarks>
internal sealed class Workspace(Device device, bool keeps) : IDisposable
{
    private const int Piece = 1 << 16;

    private readonly Dictionary<long, Stack<Tensor>> _free = [];
    private readonly Dictionary<long, int> _lent = [];

    /// <summary>Bytes of what is kept and not lent.</summary>
    public long KeptBytes => sizeof(float) * _free.Sum(entry => entry.Key * entry.Value.Count);

    /// <summary>An uninitialized float32 tensor outside every dispose scope, to be given back by <see cref="Return"/>.</summary>
    public Tensor Rent(params long[] shape)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        _lent[count] = _lent.GetValueOrDefault(count) + 1;
        if (_free.TryGetValue(count, out var stack) && stack.TryPop(out var kept))
        {
            using (kept)
                return kept.view(shape).DetachFromDisposeScope();
        }
        return empty(shape, float32, device).DetachFromDisposeScope();
    }

    /// <summary>As <see cref="Rent"/>, with zeros in it.</summary>
    public unsafe Tensor RentZeros(params long[] shape)
    {
        var tensor = Rent(shape);
        if (tensor.device_type is not DeviceType.CPU)
        {
            using var scope = NewDisposeScope();
            tensor.zero_();
            return tensor;
        }
        var (to, length) = ((nint)Pointer.To(tensor), tensor.numel());
        Team.Run(length, Piece, (at, count) => new Span<float>((float*)to + at, count).Clear());
        return tensor;
    }

    /// <summary>Takes a tensor back, or disposes one that would be kept beyond what was lent.</summary>
    public void Return(Tensor? tensor)
    {
        if (tensor is null)
            return;
        var count = tensor.numel();
        var lent = _lent.GetValueOrDefault(count);
        if (!keeps || lent == 0)
        {
            tensor.Dispose();
            return;
        }
        _lent[count] = lent - 1;
        if (!_free.TryGetValue(count, out var stack))
            _free[count] = stack = [];
        stack.Push(tensor.DetachFromDisposeScope());
    }

    /// <summary>Disposes what is kept, for a change of image size.</summary>
    public void Clear()
    {
        foreach (var tensor in _free.Values.SelectMany(stack => stack))
            tensor.Dispose();
        _free.Clear();
        _lent.Clear();
    }

    public void Dispose() => Clear();
}
