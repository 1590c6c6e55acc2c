using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>The lesson's first image: uniform noise in [0,1) under a median filter of 8x8 pixels for each channel.</summary>
internal static class NoiseImage
{
    private const int FilterSize = 8;

    /// <summary>A noise image.</summary>
    /// <param name="height">Pixels.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="seed">The same seed gives the same image.</param>
    /// <returns>[1,3,height,width].</returns>
    public static Tensor Create(int height, int width, long seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        var noise = rand([1, 3, height, width], generator: generator);
        return MedianFilter.Apply(noise, FilterSize).MoveToOuterDisposeScope();
    }
}
