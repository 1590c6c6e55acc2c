namespace Atelier.Imaging;

/// <summary>Moves numbers so that what lies at each quantile of some lies where others have it; between quantiles on a straight line.</summary>
/// <remarks>Held as a table of even steps, which takes a number in the same time wherever it lies.</remarks>
internal sealed class QuantileMap
{
    private const int Quantiles = 64;
    private const int Steps = 1024;

    private readonly float _first;
    private readonly float _stepsPerUnit;
    private readonly float[] _table = new float[Steps + 2];

    /// <param name="from">What is moved; sorted here.</param>
    /// <param name="to">Where it goes; sorted here.</param>
    public QuantileMap(float[] from, float[] to)
    {
        Array.Sort(from);
        Array.Sort(to);
        var (sources, targets) = (At(from), At(to));
        _first = sources[0];
        var range = sources[^1] - sources[0];
        _stepsPerUnit = range > 0 ? Steps / range : 0;
        var quantile = 0;
        for (var step = 0; step <= Steps; step++)
        {
            var value = _first + (range * step / Steps);
            while (quantile < Quantiles - 1 && value > sources[quantile + 1])
                quantile++;
            var gap = sources[quantile + 1] - sources[quantile];
            var share = gap > 0 ? Math.Clamp((value - sources[quantile]) / gap, 0, 1) : 0.5f;
            _table[step] = targets[quantile] + (share * (targets[quantile + 1] - targets[quantile]));
        }
        if (range == 0)
            Array.Fill(_table, targets[Quantiles / 2]);
        _table[^1] = _table[^2];
    }

    /// <summary>Moves numbers; what lies beyond the first and the last quantile goes to the first and the last.</summary>
    public void Apply(Span<float> numbers)
    {
        for (var at = 0; at < numbers.Length; at++)
        {
            var place = Math.Clamp((numbers[at] - _first) * _stepsPerUnit, 0, Steps);
            var step = (int)place;
            numbers[at] = _table[step] + ((place - step) * (_table[step + 1] - _table[step]));
        }
    }

    private static float[] At(float[] sorted) => [.. Enumerable.Range(0, Quantiles + 1).Select(index => sorted[(long)(sorted.Length - 1) * index / Quantiles])];
}
