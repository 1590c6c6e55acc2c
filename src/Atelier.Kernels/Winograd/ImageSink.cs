using System.Runtime.Intrinsics;

namespace Atelier.Kernels;

/// <summary>Writes an image.</summary>
/// <param name="output">[N,H,W,K].</param>
/// <param name="size">N, H and W.</param>
/// <param name="channels">K.</param>
/// <param name="epilogue">What happens to each value on its way.</param>
internal readonly unsafe struct ImageSink(float* output, ImageSize size, int channels, TileEpilogue epilogue) : ITileSink
{
    /// <inheritdoc/>
    public void Write(TilePlace place, Vector512<float>* tile, int channel)
    {
        var (rows, columns) = (Math.Min(4, size.Height - place.Top), Math.Min(4, size.Width - place.Left));
        for (var y = 0; y < rows; y++)
        {
            var offset = (((nint)place.Image * size.Height + place.Top + y) * size.Width + place.Left) * channels + channel;
            for (var x = 0; x < columns; x++, offset += channels)
                epilogue.Apply(tile[4 * y + x], offset, channel).Store(output + offset);
        }
    }
}
