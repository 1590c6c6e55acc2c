using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Atelier.Kernels;

/// <summary>Writes an image after bias, ReLU and a 2x2 pool, with what the way back needs of the pixels that are not kept.</summary>
/// <remarks>A tile is four windows: nothing is read again.</remarks>
/// <param name="output">[N,H/2,W/2,K].</param>
/// <param name="gates">[N,H/2,W/2,K/16], see <see cref="PoolGates"/>.</param>
/// <param name="bias">[K].</param>
/// <param name="size">N, H and W before the pool.</param>
/// <param name="channels">K.</param>
/// <param name="mode">What the pool does.</param>
internal readonly unsafe struct PooledSink(float* output, ulong* gates, float* bias, ImageSize size, int channels, PoolingMode mode) : ITileSink
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write(TilePlace place, Vector512<float>* tile, int channel)
    {
        var (height, width) = (size.Height / 2, size.Width / 2);
        var (top, left) = (place.Top / 2, place.Left / 2);
        var (rows, columns) = (Math.Min(2, height - top), Math.Min(2, width - left));
        var added = Vector512.Load(bias + channel);
        for (var y = 0; y < rows; y++)
        {
            var offset = (((nint)place.Image * height + top + y) * width + left) * channels + channel;
            for (var x = 0; x < columns; x++, offset += channels)
            {
                var window = tile + 8 * y + 2 * x;
                var (a, b) = (Relu(window[0] + added), Relu(window[1] + added));
                var (c, d) = (Relu(window[4] + added), Relu(window[5] + added));
                if (mode is PoolingMode.Max)
                {
                    var largest = Vector512.Max(Vector512.Max(a, b), Vector512.Max(c, d));
                    largest.Store(output + offset);
                    gates[offset / 16] = PoolGates.OfMaximum(largest, a, b, c, d);
                }
                else
                {
                    (((a + b) + (c + d)) * 0.25f).Store(output + offset);
                    gates[offset / 16] = PoolGates.OfMean(a, b, c, d);
                }
            }
        }
    }

    private static Vector512<float> Relu(Vector512<float> value) => Vector512.Max(value, Vector512<float>.Zero);
}
