using Atelier.Core;

namespace Atelier.Models;

/// <summary>How an image becomes the input of a network: first its size, then the values of its pixels.</summary>
/// <param name="ImageSize">The side in pixels that the network was designed for. Images are scaled until 7/8 of the shorter side is this long, then cropped to the center.</param>
/// <param name="Normalization">How pixels become numbers: channel order, range, mean and standard deviation.</param>
public sealed record Preprocessing(int ImageSize, InputNormalization Normalization)
{
    /// <summary>The smallest side of an image, in pixels, that leaves at least one pixel at the end of the network; 32 by default.</summary>
    public int LeastSize { get; init => field = Require.Positive(value); } = 32;
}
