using System.Runtime.CompilerServices;

namespace Atelier.Kernels;

/// <summary>Writes an image after bias, ReLU and a 2x2 pool, with what the way back needs of the pixels that are not kept.</summary>
/// <remarks>A tile is four windows: nothing is read again.</remarks>
/// <param name="output">[N,H/2,W/2,K].</param>
/// <param name="gates">[N,H/2,W/2,K/16], see <see cref="PoolGates"/>.</param>
/// <param name="bias">[K].</param>
/// <param name="size">N, H and W before the pool.</param>
/// <param name="channels">K.</param>
/// <param name="mode">What the pool does.</param>
internal readonly unsafe struct PooledSink<T>(float* output, ulong* gates, float* bias, ImageSize size, int channels, PoolingMode mode) : ITileSink
    where T : unmanaged, ILanes<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write(TilePlace place, float* tile, int channel)
    {
        var (height, width) = (size.Height / 2, size.Width / 2);
        var (top, left) = (place.Top / 2, place.Left / 2);
        var (rows, columns) = (Math.Min(2, height - top), Math.Min(2, width - left));
        for (var y = 0; y < rows; y++)
        {
            var offset = (((nint)place.Image * height + top + y) * width + left) * channels + channel;
            for (var x = 0; x < columns; x++, offset += channels)
            {
                var open = 0UL;
                for (var lane = 0; lane < 16; lane += T.Count)
                    open |= Write(tile + (8 * y + 2 * x) * 16 + lane, channel + lane, output + offset + lane) << lane;
                gates[offset / 16] = open;
            }
        }
    }

    // The window's gates.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Write(float* window, int channel, float* to)
    {
        var added = T.Load(bias + channel);
        var (a, b) = (T.Max(T.Load(window) + added, default), T.Max(T.Load(window + 16) + added, default));
        var (c, d) = (T.Max(T.Load(window + 64) + added, default), T.Max(T.Load(window + 80) + added, default));
        if (mode is PoolingMode.Max)
        {
            var largest = T.Max(T.Max(a, b), T.Max(c, d));
            largest.Store(to);
            return PoolGates.OfMaximum(largest, a, b, c, d);
        }
        (((a + b) + (c + d)) * T.Broadcast(0.25f)).Store(to);
        return PoolGates.OfMean(a, b, c, d);
    }
}
