namespace Atelier.Kernels;

/// <summary>Where a convolution writes.</summary>
/// <remarks>Implemented by structs, so that the pass is compiled for each.</remarks>
internal unsafe interface ITileSink
{
    /// <summary>Takes 16 channels of a tile; what lies outside the image is skipped.</summary>
    /// <param name="place">The tile.</param>
    /// <param name="tile">[4][4][16]: pixels, row by row.</param>
    /// <param name="channel">The first of the channels.</param>
    void Write(TilePlace place, float* tile, int channel);
}
