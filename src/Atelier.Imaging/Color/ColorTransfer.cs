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
    private const int MostSamples = 1 << 16;

    /// <summary>A picture with the mean and covariance of another's colors, in linear light.</summary>
    /// <param name="image">[1,3,H,W] in [0,1].</param>
    /// <param name="reference">[1,3,h,w] in [0,1].</param>
    /// <param name="imageMask">[1,1,H,W] in [0,1]: how much each place counts; null for all of them. What does not count is changed likewise.</param>
    /// <param name="referenceMask">[1,1,h,w] likewise.</param>
    /// <returns>[1,3,H,W] in [0,1].</returns>
    /// <remarks>
    /// Gatys et al., "Preserving Color in Neural Artistic Style Transfer", 2016, section 3.1, with the map that moves colors least: the optimal
    /// transport between normal distributions. Colors outside [0,1] are clipped, and the others make up for it.
    /// </remarks>
    public static Tensor Linear(Tensor image, Tensor reference, Tensor? imageMask = null, Tensor? referenceMask = null)
    {
        using var scope = NewDisposeScope();
        var wanted = ColorMoments.Of(ColorPlanes.Of(reference, referenceMask), Lighten);
        var colors = ColorPlanes.Of(image, imageMask);
        var light = colors with { Numbers = [.. colors.Numbers] };
        Parallel.For(0, light.Height, row => Lighten(light.Numbers.AsSpan(3 * row * light.Width, 3 * light.Width)));
        var from = ColorMoments.Of(light);
        var (aim, map) = (wanted, Map(from, wanted));
        for (var round = 1; round < MostRounds; round++)
        {
            var got = ColorMoments.Of(light, numbers => Move(map, numbers));
            if (got.DistanceTo(wanted) < NearEnough)
                break;
            aim = new(aim.Mean.Plus(wanted.Mean - got.Mean), aim.Covariance.Plus(wanted.Covariance - got.Covariance));
            map = Map(from, aim);
        }
        return light.Changed(numbers =>
        {
            Move(map, numbers);
            foreach (ref var number in numbers)
                number = SrgbCurve.FromLinear(number);
        }).MoveToOuterDisposeScope();
    }

    /// <summary>A picture with the distribution of another's colors.</summary>
    /// <param name="image">[1,3,H,W] in [0,1].</param>
    /// <param name="reference">[1,3,h,w] in [0,1].</param>
    /// <param name="imageMask">[1,1,H,W] in [0,1]: how much each place counts; null for all of them. What does not count is changed likewise.</param>
    /// <param name="referenceMask">[1,1,h,w] likewise.</param>
    /// <returns>[1,3,H,W] in [0,1].</returns>
    /// <remarks>
    /// Pitié, Kokaram and Dahyot, "Automated colour grading using colour distribution transfer", 2007: along one set of axes after the other, what
    /// lies at each quantile is moved to where the reference has that quantile. Departs from it: the axes are evenly spread, and few quantiles keep the map smooth.
    /// </remarks>
    public static Tensor Histogram(Tensor image, Tensor reference, Tensor? imageMask = null, Tensor? referenceMask = null)
    {
        using var scope = NewDisposeScope();
        var colors = ColorPlanes.Of(image, imageMask);
        // The maps are found in few pixels, and applied to all of them.
        var (sample, target) = (colors.Sample(MostSamples), ColorPlanes.Of(reference, referenceMask).Sample(MostSamples));
        List<(ColorMap There, QuantileMap[] Along, ColorMap Back)> turns = [];
        for (var turn = 0; turn < Turns; turn++)
        {
            var axes = Axes(turn);
            var (there, back) = (new ColorMap(axes, zeros(3)), new ColorMap(axes.t(), zeros(3)));
            var (turned, wanted) = (Turned(there, sample), Turned(there, target));
            var step = (there, turned.Zip(wanted, (from, to) => new QuantileMap(from, to)).ToArray(), back);
            turns.Add(step);
            var moved = sample.SelectMany(plane => plane).ToArray();
            Apply(step, moved);
            sample = [.. moved.Chunk(sample[0].Length)];
        }
        return colors.Changed(numbers =>
        {
            foreach (var step in turns)
                Apply(step, numbers);
            Clip(numbers);
        }).MoveToOuterDisposeScope();
    }

    private static void Lighten(Span<float> numbers)
    {
        foreach (ref var number in numbers)
            number = SrgbCurve.ToLinear(number);
    }

    private static void Move(ColorMap map, Span<float> numbers)
    {
        map.Apply(numbers);
        Clip(numbers);
    }

    private static void Clip(Span<float> numbers)
    {
        foreach (ref var number in numbers)
            number = Math.Clamp(number, 0, 1);
    }

    private static ColorMap Map(ColorMoments from, ColorMoments to)
    {
        using var scope = NewDisposeScope();
        var root = Root(from.Covariance.Plus(eye(3, dtype: float64) * Number(LeastVariance)));
        var inverse = linalg.inv(root);
        var matrix = inverse.mm(Root(root.mm(to.Covariance).mm(root))).mm(inverse);
        return new(matrix, to.Mean - matrix.mv(from.Mean));
    }

    // Of a symmetric matrix without negative eigenvalues, [3,3].
    private static Tensor Root(Tensor matrix)
    {
        var (values, vectors) = linalg.eigh(matrix);
        return (vectors * values.clamp_min(Number(0)).sqrt()).mm(vectors.t());
    }

    private static void Apply((ColorMap There, QuantileMap[] Along, ColorMap Back) step, Span<float> numbers)
    {
        var width = numbers.Length / 3;
        step.There.Apply(numbers);
        for (var axis = 0; axis < 3; axis++)
            step.Along[axis].Apply(numbers.Slice(axis * width, width));
        step.Back.Apply(numbers);
    }

    private static float[][] Turned(ColorMap axes, float[][] planes)
    {
        var numbers = planes.SelectMany(plane => plane).ToArray();
        axes.Apply(numbers);
        return [.. numbers.Chunk(planes[0].Length)];
    }

    // Rotations by steps that never come back: the golden angle around the gray axis, after another around the first.
    private static Tensor Axes(int turn)
    {
        var (one, two) = (turn * 2.399963229728653, turn * 1.2207440846057596);
        using var scope = NewDisposeScope();
        double[] around = [Math.Cos(one), -Math.Sin(one), 0, Math.Sin(one), Math.Cos(one), 0, 0, 0, 1];
        double[] over = [1, 0, 0, 0, Math.Cos(two), -Math.Sin(two), 0, Math.Sin(two), Math.Cos(two)];
        return tensor(around, [3, 3]).mm(tensor(over, [3, 3])).MoveToOuterDisposeScope();
    }
}
