using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Atelier.Kernels;

/// <summary>Tiles of the gradient before a 2x2 pool and a ReLU, made up from the gradient after them.</summary>
/// <remarks>It is four times as large as what it is made of: writing it down and reading it again would cost more than the pool.</remarks>
/// <param name="gradient">[N,H/2,W/2,C].</param>
/// <param name="gates">[N,H/2,W/2,C/16], see <see cref="PoolGates"/>.</param>
/// <param name="size">N, H and W before the pool.</param>
/// <param name="channels">C, a multiple of 16.</param>
/// <param name="mode">What the pool does.</param>
internal readonly unsafe struct UnpooledTiles(float* gradient, ulong* gates, ImageSize size, int channels, PoolingMode mode) : ITileSource
{
    private readonly float _share = mode is PoolingMode.Max ? 1 : 0.25f;

    /// <inheritdoc/>
    public ImageSize Size => size;

    /// <inheritdoc/>
    public Vector512<float> Pixel(int image, int y, int x, int channel) =>
        Window(image, y / 2, x / 2) is >= 0 and var window ? Pixel(window, y % 2 * 2 + x % 2, channel) : Vector512<float>.Zero;

    /// <inheritdoc/>
    public void Transform(TilePlace place, float* zeros, float* result, nint stride)
    {
        var tile = stackalloc Vector512<float>[36];
        var seen = stackalloc float*[36];
        for (var i = 0; i < 36; i++)
            seen[i] = (float*)(tile + i);
        for (var channel = 0; channel < channels; channel += 16)
        {
            Fill(place, channel, tile);
            TileTransform.Input(seen, 0, result + channel * MatrixKernel.Rows, stride);
        }
    }

    // The 6x6 pixels begin with the last row and column of one window and end with the first ones of another.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(TilePlace place, int channel, Vector512<float>* tile)
    {
        for (var down = 0; down < 4; down++)
        {
            for (var across = 0; across < 4; across++)
            {
                var window = Window(place.Image, place.Top / 2 + down - 1, place.Left / 2 + across - 1);
                var (value, open) = window < 0 ? (Vector512<float>.Zero, 0UL) : Load(window, channel);
                var corner = tile + 6 * (2 * down - 1) + 2 * across - 1;
                if (down > 0 && across > 0)
                    corner[0] = PoolGates.Pass(value, open, 0);
                if (down > 0 && across < 3)
                    corner[1] = PoolGates.Pass(value, open, 1);
                if (down < 3 && across > 0)
                    corner[6] = PoolGates.Pass(value, open, 2);
                if (down < 3 && across < 3)
                    corner[7] = PoolGates.Pass(value, open, 3);
            }
        }
    }

    private Vector512<float> Pixel(nint window, int corner, int channel)
    {
        var (value, open) = Load(window, channel);
        return PoolGates.Pass(value, open, corner);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector512<float> Value, ulong Gates) Load(nint window, int channel) =>
        (Vector512.Load(gradient + window * channels + channel) * _share, gates[(window * channels + channel) / 16]);

    // The last row or column of an odd size belongs to no window.
    private nint Window(int image, int y, int x) =>
        (uint)y < (uint)(size.Height / 2) && (uint)x < (uint)(size.Width / 2)
            ? ((nint)image * (size.Height / 2) + y) * (size.Width / 2) + x
            : -1;
}
