using static TorchSharp.torch;

namespace Atelier.Core;

/// <summary>Moves the raw bytes of contiguous CPU tensors between memory and streams.</summary>
internal static class TensorBytes
{
    private const long ChunkBytes = 1 << 26; // Spans end at 2 GB, tensors do not.

    public delegate void ChunkAction(Span<byte> bytes);

    public static void ForEachChunk(Tensor tensor, ChunkAction action)
    {
        if (tensor.numel() == 0)
            return;
        using var detached = tensor.detach();
        using var flat = detached.view(-1);
        var step = ChunkBytes / tensor.ElementSize;
        for (long start = 0; start < flat.numel(); start += step)
        {
            using var chunk = flat.narrow(0, start, Math.Min(step, flat.numel() - start));
            action(chunk.bytes);
        }
    }
}
