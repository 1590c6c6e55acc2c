using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace Atelier.Imaging;

/// <summary>Between sRGB values and linear light, both in [0,1] (IEC 61966-2-1).</summary>
/// <remarks>Torch's own power differs between the numbers that fill a vector and those that are left, and so with the number of threads.</remarks>
internal static class SrgbCurve
{
    /// <summary>Linear light.</summary>
    public static float ToLinear(float value) => value <= 0.04045f ? value / 12.92f : MathF.Pow((value + 0.055f) / 1.055f, 2.4f);

    /// <summary>The sRGB value.</summary>
    public static float FromLinear(float light) => light <= 0.0031308f ? light * 12.92f : (1.055f * MathF.Pow(light, 1 / 2.4f)) - 0.055f;

    /// <summary>An image in linear light, of the same shape.</summary>
    public static Tensor ToLinear(Tensor image)
    {
        var numbers = image.contiguous().data<float>().ToArray();
        Parallel.ForEach(Partitioner.Create(0, numbers.Length), part =>
        {
            for (var at = part.Item1; at < part.Item2; at++)
                numbers[at] = ToLinear(numbers[at]);
        });
        return tensor(numbers, image.shape);
    }
}
