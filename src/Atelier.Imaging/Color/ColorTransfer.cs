using Atelier.Core;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Imaging;

/// <summary>Gives one picture the colors of another; what lies where stays as it is.</summary>
internal static class ColorTransfer
{
    // Clipping to [0,1] moves the moments away again: the aim is moved by as much the other way.
    private const int MostRounds = 24;
    private const double NearEnough = 2e-4;
    private const double LeastVariance = 1e-7;

    private const int Turns = 12;
    private const int Quantiles = 64;
    private const int MostSamples = 1 << 16;
    private const int RowsAtOnce = 32;

    /// <summary>A picture with the mean and covariance of another's colors, in linear light.</summary>
    /// <param name="image">[1,3,H,W] in [0,1].</param>
    /// <param name="reference">[1,3,h,w] in [0,1].</param>
    /// <returns>[1,3,H,W] in [0,1].</returns>
    /// <remarks>
    /// Gatys et al., "Preserving Color in Neural Artistic Style Transfer", 2016, section 3.1, with the map that moves colors least: the optimal
    /// transport between normal distributions. Colors outside [0,1] are clipped, and the others make up for it.
    /// </remarks>
    public static Tensor Linear(Tensor image, Tensor reference)
    {
        using var scope = NewDisposeScope();
        var wanted = ColorMoments.Of(ToLinear(Checked(reference)));
        var colors = ToLinear(Checked(image));
        var (from, aim) = (ColorMoments.Of(colors), wanted);
        var moved = colors;
        for (var round = 0; round < MostRounds; round++)
        {
            moved = Moved(colors, from, aim).clamp_(Number(0), Number(1));
            var got = ColorMoments.Of(moved);
            if (got.DistanceTo(wanted) < NearEnough)
                break;
            aim = new(aim.Mean.Plus(wanted.Mean - got.Mean), aim.Covariance.Plus(wanted.Covariance - got.Covariance));
        }
        return FromLinear(moved).MoveToOuterDisposeScope();
    }

    /// <summary>A picture with the distribution of another's colors.</summary>
    /// <param name="image">[1,3,H,W] in [0,1].</param>
    /// <param name="reference">[1,3,h,w] in [0,1].</param>
    /// <returns>[1,3,H,W] in [0,1].</returns>
    /// <remarks>
    /// Pitié, Kokaram and Dahyot, "Automated colour grading using colour distribution transfer", 2007: along one set of axes after the other, what
    /// lies at each quantile is moved to where the reference has that quantile. Departs from it: the axes are evenly spread, and few quantiles keep the map smooth.
    /// </remarks>
    public static Tensor Histogram(Tensor image, Tensor reference)
    {
        using var scope = NewDisposeScope();
        var maps = Maps(Sample(Checked(image).flatten(2).squeeze(0)), Sample(Checked(reference).flatten(2).squeeze(0)));
        var result = empty(image.shape);
        // The maps are found in few pixels, and applied to all of them, some rows at once.
        foreach (var (rows, into) in image.cpu().split(RowsAtOnce, 2).Zip(result.split(RowsAtOnce, 2)))
        {
            using var band = NewDisposeScope();
            var colors = maps.Aggregate(rows.flatten(2).squeeze(0), (before, map) => map.Apply(before));
            into.copy_(colors.clamp(Number(0), Number(1)).view(rows.shape));
        }
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>Linear light of sRGB values in [0,1] (IEC 61966-2-1).</summary>
    internal static Tensor ToLinear(Tensor image) => Each(image, value => value <= 0.04045f ? value / 12.92f : MathF.Pow((value + 0.055f) / 1.055f, 2.4f));

    /// <summary>The sRGB values of linear light in [0,1].</summary>
    internal static Tensor FromLinear(Tensor image) => Each(image, value => value <= 0.0031308f ? value * 12.92f : (1.055f * MathF.Pow(value, 1 / 2.4f)) - 0.055f);

    // Torch's own power differs between the numbers that fill a vector and those that are left, and so with the number of threads.
    private static Tensor Each(Tensor image, Func<float, float> change)
    {
        var numbers = image.contiguous().data<float>().ToArray();
        Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(0, numbers.Length), part =>
        {
            for (var at = part.Item1; at < part.Item2; at++)
                numbers[at] = change(numbers[at]);
        });
        return tensor(numbers, image.shape);
    }

    private static Tensor Checked(Tensor image) => image.shape is [1, 3, > 0, > 0] ? image.cpu() : throw new ShapeException("[1,3,H,W]", image.shape);

    private static Tensor Moved(Tensor colors, ColorMoments from, ColorMoments to)
    {
        using var scope = NewDisposeScope();
        var root = Root(from.Covariance.Plus(eye(3, dtype: float64) * Number(LeastVariance)));
        var inverse = linalg.inv(root);
        var matrix = inverse.mm(Root(root.mm(to.Covariance).mm(root))).mm(inverse);
        return Turned(matrix.to(float32), colors.flatten(2).squeeze(0) - from.Mean.to(float32).unsqueeze(1)).add_(to.Mean.to(float32).unsqueeze(1), alpha: One)
            .view(colors.shape).MoveToOuterDisposeScope();
    }

    // Of a symmetric matrix without negative eigenvalues, [3,3].
    private static Tensor Root(Tensor matrix)
    {
        var (values, vectors) = linalg.eigh(matrix);
        return (vectors * values.clamp_min(Number(0)).sqrt()).mm(vectors.t());
    }

    // Sums of three products, in an order that does not depend on the number of threads. [3,3] and [3,n].
    private static Tensor Turned(Tensor matrix, Tensor colors) =>
        stack([.. Enumerable.Range(0, 3).Select(row => (colors * matrix[row].unsqueeze(1)).unbind().Aggregate((sum, part) => sum.Plus(part)))]);

    // [3,n] each.
    private static List<QuantileMap> Maps(Tensor colors, Tensor target)
    {
        List<QuantileMap> maps = [];
        for (var turn = 0; turn < Turns; turn++)
        {
            var axes = Axes(turn);
            var map = new QuantileMap(axes, [.. Turned(axes, colors).unbind().Select(QuantilesOf)], [.. Turned(axes, target).unbind().Select(QuantilesOf)]);
            maps.Add(map);
            colors = map.Apply(colors);
        }
        return maps;
    }

    private static Tensor QuantilesOf(Tensor values)
    {
        var sorted = values.sort().Values;
        var last = sorted.shape[0] - 1;
        return sorted[tensor([.. Enumerable.Range(0, Quantiles + 1).Select(index => last * index / Quantiles)], int64)];
    }

    // Every so many pixels: [3,n].
    private static Tensor Sample(Tensor colors)
    {
        var step = (colors.shape[1] + MostSamples - 1) / MostSamples;
        return colors.slice(1, 0, colors.shape[1], step).contiguous();
    }

    // Rotations by steps that never come back: the golden angle around the gray axis, after another around the first.
    private static Tensor Axes(int turn)
    {
        var (one, two) = (turn * 2.399963229728653, turn * 1.2207440846057596);
        using var scope = NewDisposeScope();
        double[] around = [Math.Cos(one), -Math.Sin(one), 0, Math.Sin(one), Math.Cos(one), 0, 0, 0, 1];
        double[] over = [1, 0, 0, 0, Math.Cos(two), -Math.Sin(two), 0, Math.Sin(two), Math.Cos(two)];
        return tensor(around, [3, 3]).mm(tensor(over, [3, 3])).to(float32).MoveToOuterDisposeScope();
    }

    /// <summary>Moves what lies at each quantile along three axes; between quantiles on a straight line.</summary>
    /// <param name="Axes">[3,3].</param>
    /// <param name="From">Quantiles along each axis.</param>
    /// <param name="To">Where they go.</param>
    private sealed record QuantileMap(Tensor Axes, IReadOnlyList<Tensor> From, IReadOnlyList<Tensor> To)
    {
        /// <summary>Of colors [3,n], in the caller's scope.</summary>
        public Tensor Apply(Tensor colors)
        {
            using var scope = NewDisposeScope();
            var moved = stack([.. Turned(Axes, colors).unbind().Select((values, axis) => Matched(values.contiguous(), From[axis], To[axis]))]);
            return Turned(Axes.t(), moved).MoveToOuterDisposeScope();
        }

        private static Tensor Matched(Tensor values, Tensor from, Tensor to)
        {
            var above = bucketize(values, from).clamp(Number(1), Number(Quantiles));
            var (low, high) = (from[above - Number(1)], from[above]);
            var share = ((values - low) / (high - low).clamp_min(Number(1e-9))).clamp(Number(0), Number(1));
            var start = to[above - Number(1)];
            return start.Plus(share * (to[above] - start));
        }
    }
}

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

    /// <summary>Of a picture, summed row by row, so that they do not depend on the number of threads; in the caller's scope.</summary>
    /// <param name="image">[1,3,H,W].</param>
    public static ColorMoments Of(Tensor image)
    {
        var (height, width) = ((int)image.shape[2], (int)image.shape[3]);
        var numbers = image.contiguous().data<float>().ToArray();
        var plane = height * width;
        var rows = new double[height][];
        Parallel.For(0, height, row =>
        {
            var sums = new double[9];
            for (var at = row * width; at < (row + 1) * width; at++)
            {
                double red = numbers[at], green = numbers[at + plane], blue = numbers[at + (2 * plane)];
                sums[0] += red;
                sums[1] += green;
                sums[2] += blue;
                sums[3] += red * red;
                sums[4] += red * green;
                sums[5] += red * blue;
                sums[6] += green * green;
                sums[7] += green * blue;
                sums[8] += blue * blue;
            }
            rows[row] = sums;
        });
        double[] all = [.. Enumerable.Range(0, 9).Select(index => rows.Sum(sums => sums[index]) / plane)];
        double Cross(int one, int other, int product) => all[product] - (all[one] * all[other]);
        double[] covariance = [Cross(0, 0, 3), Cross(0, 1, 4), Cross(0, 2, 5), Cross(0, 1, 4), Cross(1, 1, 6), Cross(1, 2, 7), Cross(0, 2, 5), Cross(1, 2, 7), Cross(2, 2, 8)];
        return new(tensor(all[..3]), tensor(covariance, [3, 3]));
    }
}
