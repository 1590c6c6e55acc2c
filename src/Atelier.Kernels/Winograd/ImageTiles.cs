using System.Runtime.CompilerServices;

namespace Atelier.Kernels;

/// <summary>Tiles of an image in memory.</summary>
/// <param name="pixels">[N,H,W,C].</param>
/// <param name="size">N, H and W of the tiles together.</param>
/// <param name="channels">C, a multiple of 16.</param>
/// <param name="padding">What lies beyond the border.</param>
/// <param name="margin">How many pixels the image has more than the tiles on each side: 0 or 1.</param>
[SkipLocalsInit]
internal readonly unsafe struct ImageTiles<T>(float* pixels, ImageSize size, int channels, PaddingMode padding, int margin = 0) : ITileSource
    where T : unmanaged, ILanes<T>
{
    /// <inheritdoc/>
    public ImageSize Size => size;

    private int Height => size.Height + 2 * margin;

    private int Width => size.Width + 2 * margin;

    /// <inheritdoc/>
    public void Copy(int image, int y, int x, int channel, float* to)
    {
        for (var lane = 0; lane < 16; lane += T.Count)
            T.Load(Address(image, y, x) + channel + lane).Store(to + lane);
    }

    /// <inheritdoc/>
    public void Transform(TilePlace place, float* result, nint stride)
    {
        var (top, left) = (place.Top - 1 + margin, place.Left - 1 + margin);
        if (top < 0 || left < 0 || top + 6 > Height || left + 6 > Width)
        {
            TransformBorder(place.Image, top, left, result, stride);
            return;
        }
        var first = Address(place.Image, top, left);
        for (var channel = 0; channel < channels; channel += 16)
            TileTransform.Input<T>(first + channel, (nint)Width * channels, channels, result + channel * MatrixKernel.Rows, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TransformBorder(int image, int top, int left, float* result, nint stride)
    {
        var seen = stackalloc float*[36];
        for (var y = 0; y < 6; y++)
        {
            for (var x = 0; x < 6; x++)
            {
                var (row, column) = (Inside(top + y, Height), Inside(left + x, Width));
                seen[6 * y + x] = row < 0 || column < 0 ? null : Address(image, row, column);
            }
        }
        var room = stackalloc float[36 * 16 + Scratch.Slack];
        var tile = Scratch.Align(room);
        for (var channel = 0; channel < channels; channel += 16)
        {
            for (var i = 0; i < 36; i++)
                for (var lane = 0; lane < 16; lane += T.Count)
                    (seen[i] is null ? default : T.Load(seen[i] + channel + lane)).Store(tile + i * 16 + lane);
            TileTransform.Input<T>(tile, 6 * 16, 16, result + channel * MatrixKernel.Rows, stride);
        }
    }

    private float* Address(int image, int y, int x) => pixels + (((nint)image * Height + y) * Width + x) * channels;

    // -1 means zero; beyond the first mirrored pixel lie only unused parts of the last tiles.
    private int Inside(int at, int size) =>
        (uint)at < (uint)size ? at
        : padding is PaddingMode.Zero ? -1
        : at == -1 ? 1
        : at == size ? size - 2
        : -1;
}
