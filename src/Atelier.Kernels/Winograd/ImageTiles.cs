using System.Runtime.CompilerServices;

namespace Atelier.Kernels;

/// <summary>Tiles of an image in memory.</summary>
/// <param name="pixels">[N,H,W,C].</param>
/// <param name="size">N, H and W of the tiles together.</param>
/// <param name="channels">C, a multiple of 16.</param>
/// <param name="padding">What lies beyond the border.</param>
/// <param name="margin">How many pixels the image has more than the tiles on each side: 0 or 1.</param>
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Transform(TilePlace place, float* zeros, float* result, nint stride)
    {
        var seen = stackalloc float*[36];
        for (var y = 0; y < 6; y++)
        {
            var row = Inside(place.Top + y - 1 + margin, Height);
            for (var x = 0; x < 6; x++)
            {
                var column = Inside(place.Left + x - 1 + margin, Width);
                seen[6 * y + x] = row < 0 || column < 0 ? zeros : Address(place.Image, row, column);
            }
        }
        for (var channel = 0; channel < channels; channel += 16)
            TileTransform.Input<T>(seen, channel, result + channel * MatrixKernel.Rows, stride);
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
