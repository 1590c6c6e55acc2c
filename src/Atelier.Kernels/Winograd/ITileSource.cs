namespace Atelier.Kernels;

/// <summary>Where a convolution reads: an image of 16n channels, in memory or made up as it is read.</summary>
/// <remarks>Implemented by structs, so that the pass is compiled for each.</remarks>
internal unsafe interface ITileSource
{
    /// <summary>N, H and W of the image.</summary>
    ImageSize Size { get; }

    /// <summary>Copies 16 channels of one pixel within the image.</summary>
    void Copy(int image, int y, int x, int channel, float* to);

    /// <summary>Transforms the 6x6 pixels around a tile of 4x4.</summary>
    /// <param name="place">The tile.</param>
    /// <param name="result">[C/16][12][16], of which one row is written; position 0 of 36.</param>
    /// <param name="stride">Distance between positions.</param>
    void Transform(TilePlace place, float* result, nint stride);
}
