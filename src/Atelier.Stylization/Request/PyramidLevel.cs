namespace Atelier.Stylization;

/// <summary>A size at which the image is optimized.</summary>
/// <param name="LongSide">Pixels.</param>
/// <param name="Evaluations">Of loss and gradient.</param>
public readonly record struct PyramidLevel(int LongSide, int Evaluations)
{
    /// <summary>No level is smaller than this many pixels, unless the result is.</summary>
    internal const int SmallestSide = 64;

    /// <summary>Sizes that double, with six tenths of the evaluations at each further one, so that small sizes cost next to nothing.</summary>
    internal static IReadOnlyList<PyramidLevel> Plan(int size, int evaluations, int levels)
    {
        var count = 1;
        while (count < levels && size >> count >= SmallestSide && evaluations >> count >= 1)
            count++;
        var shares = Enumerable.Range(0, count).Select(level => Math.Pow(0.6, level)).ToArray();
        var planned = shares.Select(share => (int)(evaluations * share / shares.Sum())).ToArray();
        planned[^1] += evaluations - planned.Sum();
        return [.. planned.Select((share, level) => new PyramidLevel(Math.Max(1, size >> (count - 1 - level)), Math.Max(1, share)))];
    }
}
