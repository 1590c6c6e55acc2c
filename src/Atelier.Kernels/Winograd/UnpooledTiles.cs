using System.Runtime.CompilerServices;

namespace Atelier.Kernels;

/// <summary>Tiles of the gradient before a 2x2 pool and a ReLU, made up from the gradient after them.</summary>
/// <remarks>It is four times as large as what it is made of: writing it down and reading it again would cost more than the pool.</remarks>
/// <param name="gradient">[N,H/2,W/2,C].</param>
/// <param name="gates">[N,H/2,W/2,C/16], see <see cref="PoolGates"/>.</param>
/// <param name="size">N, H and W before the pool.</param>
/// <param name="channels">C, a multiple of 16.</param>
/// <param name="mode">What the pool does.</param>
[SkipLocalsInit]
internal readonly unsafe struct UnpooledTiles<T>(float* gradient, ulong* gates, ImageSize size, int channels, PoolingMode mode) : ITileSource
    where T : unmanaged, ILanes<T>
{
    private readonly float _share = mode is PoolingMode.Max ? 1 : 0.25f;

    /// <inheritdoc/>
    public ImageSize Size => size;

    /// <inheritdoc/>
    public void Copy(int image, int y, int x, int channel, float* to)
    {
        var window = Window(image, y / 2, x / 2);
        for (var lane = 0; lane < 16; lane += T.Count)
        {
            var (value, open) = Load(window, channel, lane);
            PoolGates.Pass(value, open, y % 2 * 2 + x % 2).Store(to + lane);
        }
    }

    /// <inheritdoc/>
    public void Transform(TilePlace place, float* result, nint stride)
    {
        var room = stackalloc float[36 * 16 + Scratch.Slack];
        var tile = Scratch.Align(room);
        for (var channel = 0; channel < channels; channel += 16)
        {
            Fill(place, channel, tile);
            TileTransform.Input<T>(tile, 6 * 16, 16, result + channel * MatrixKernel.Rows, stride);
        }
    }

    // The 6x6 pixels begin with the last row and column of one window and end with the first ones of another.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(TilePlace place, int channel, float* tile)
    {
        for (var down = 0; down < 4; down++)
        {
            for (var across = 0; across < 4; across++)
            {
                var window = Window(place.Image, place.Top / 2 + down - 1, place.Left / 2 + across - 1);
                for (var lane = 0; lane < 16; lane += T.Count)
                {
                    var (value, open) = Load(window, channel, lane);
                    var corner = tile + (6 * (2 * down - 1) + 2 * across - 1) * 16 + lane;
                    if (down > 0 && across > 0)
                        PoolGates.Pass(value, open, 0).Store(corner);
                    if (down > 0 && across < 3)
                        PoolGates.Pass(value, open, 1).Store(corner + 16);
                    if (down < 3 && across > 0)
                        PoolGates.Pass(value, open, 2).Store(corner + 6 * 16);
                    if (down < 3 && across < 3)
                        PoolGates.Pass(value, open, 3).Store(corner + 7 * 16);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (T Value, ulong Gates) Load(nint window, int channel, int lane)
    {
        if (window < 0)
            return default;
        var first = window * channels + channel;
        return (T.Load(gradient + first + lane) * T.Broadcast(_share), gates[first / 16] >> lane);
    }

    // The last row or column of an odd size belongs to no window.
    private nint Window(int image, int y, int x) =>
        (uint)y < (uint)(size.Height / 2) && (uint)x < (uint)(size.Width / 2)
            ? ((nint)image * (size.Height / 2) + y) * (size.Width / 2) + x
            : -1;
}
