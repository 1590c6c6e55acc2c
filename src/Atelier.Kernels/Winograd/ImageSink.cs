using System.Runtime.CompilerServices;

namespace Atelier.Kernels;

/// <summary>Writes an image.</summary>
/// <param name="output">[N,H,W,K].</param>
/// <param name="size">N, H and W.</param>
/// <param name="channels">K.</param>
/// <param name="epilogue">What happens to each value on its way.</param>
internal readonly unsafe struct ImageSink<T>(float* output, ImageSize size, int channels, TileEpilogue<T> epilogue) : ITileSink
    where T : unmanaged, ILanes<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write(TilePlace place, float* tile, int channel)
    {
        var (rows, columns) = (Math.Min(4, size.Height - place.Top), Math.Min(4, size.Width - place.Left));
        for (var y = 0; y < rows; y++)
        {
            var offset = (((nint)place.Image * size.Height + place.Top + y) * size.Width + place.Left) * channels + channel;
            for (var x = 0; x < columns; x++, offset += channels)
                for (var lane = 0; lane < 16; lane += T.Count)
                    epilogue.Apply(T.Load(tile + (4 * y + x) * 16 + lane), offset + lane, channel + lane).Store(output + offset + lane);
        }
    }
}
