using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>
/// Noise, of which strokes are made where the photo has nothing that could become one: a sky's features are the same everywhere, and so
/// would be whatever convolutions make of them.
/// </summary>
/// <remarks>Even between -√3 and √3: mean 0, variance 1. A number depends on its place alone, so that the parts of a picture fit together.</remarks>
internal static class Grain
{
    private const int Bits = 16;
    private const float Step = 2 * 1.7320508f / (1 << Bits);

    /// <summary>The noise of a part of a picture, in the caller's scope.</summary>
    /// <param name="top">The part's first row.</param>
    /// <param name="left">The part's first column.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="channels">Numbers at each place, a multiple of 4.</param>
    /// <param name="seed">Another picture for another seed.</param>
    /// <returns>[1,height,width,channels].</returns>
    public static Tensor At(int top, int left, int height, int width, int channels, int seed)
    {
        var numbers = new float[height * width * channels];
        Parallel.For(0, height, row =>
        {
            var at = row * width * channels;
            var line = Mixed(((ulong)(uint)seed << 32) | (uint)(top + row));
            for (var column = 0; column < width; column++)
            {
                var place = Mixed(line ^ (uint)(left + column));
                for (var channel = 0; channel < channels; channel += 64 / Bits)
                {
                    var word = Mixed(place + (ulong)channel);
                    for (var part = 0; part < 64 / Bits; part++, word >>= Bits)
                        numbers[at++] = (((word & ((1 << Bits) - 1)) + 0.5f) - (1 << (Bits - 1))) * Step;
                }
            }
        });
        return tensor(numbers, [1, height, width, channels]);
    }

    // Any bit of the input changes about half of the output's.
    private static ulong Mixed(ulong value)
    {
        value = unchecked((value ^ (value >> 31)) * 0xD6E8FEB86659FD93);
        value = unchecked((value ^ (value >> 32)) * 0xA0761D6478BD642F);
        return value ^ (value >> 29);
    }
}
