using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Imaging;

/// <summary>The mean and covariance of colors.</summary>
/// <param name="Mean">[3], float64.</param>
/// <param name="Covariance">[3,3], float64.</param>
internal sealed record ColorMoments(Tensor Mean, Tensor Covariance)
{
    /// <summary>The largest difference of any number.</summary>
    public double DistanceTo(ColorMoments other)
    {
        using var scope = NewDisposeScope();
        return Math.Max((Mean - other.Mean).abs().max().ToNumber(), (Covariance - other.Covariance).abs().max().ToNumber());
    }

    /// <summary>Of a picture, in the caller's scope.</summary>
    /// <param name="colors">Its colors.</param>
    /// <param name="change">Changes the colors of a row, three planes, before they count; null to leave them.</param>
    public static ColorMoments Of(ColorPlanes colors, Action<Span<float>>? change = null)
    {
        var rows = new double[colors.Height][];
        Parallel.For(0, colors.Height, row =>
        {
            Span<float> numbers = new float[3 * colors.Width];
            colors.Read(row, numbers);
            change?.Invoke(numbers);
            rows[row] = Sums(numbers, colors.Weights is { } weights ? weights.AsSpan(row * colors.Width, colors.Width) : []);
        });
        double[] all = [.. Enumerable.Range(0, 10).Select(index => rows.Sum(sums => sums[index]))];
        double Mean(int index) => all[index] / all[9];
        double Cross(int one, int other, int product) => Mean(product) - (Mean(one) * Mean(other));
        double[] covariance = [Cross(0, 0, 3), Cross(0, 1, 4), Cross(0, 2, 5), Cross(0, 1, 4), Cross(1, 1, 6), Cross(1, 2, 7), Cross(0, 2, 5), Cross(1, 2, 7), Cross(2, 2, 8)];
        return new(tensor([Mean(0), Mean(1), Mean(2)]), tensor(covariance, [3, 3]));
    }

    // Of red, green and blue, of their products, and of the weights.
    private static double[] Sums(ReadOnlySpan<float> colors, ReadOnlySpan<float> weights)
    {
        var sums = new double[10];
        var width = colors.Length / 3;
        for (var at = 0; at < width; at++)
        {
            double red = colors[at], green = colors[at + width], blue = colors[at + (2 * width)], weight = weights.IsEmpty ? 1 : weights[at];
            sums[0] += weight * red;
            sums[1] += weight * green;
            sums[2] += weight * blue;
            sums[3] += weight * red * red;
            sums[4] += weight * red * green;
            sums[5] += weight * red * blue;
            sums[6] += weight * green * green;
            sums[7] += weight * green * blue;
            sums[8] += weight * blue * blue;
            sums[9] += weight;
        }
        return sums;
    }
}
