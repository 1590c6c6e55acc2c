namespace Atelier.Data;

/// <summary>For each place of a line of the sample, the image's places that it is made of, and their weights, whose sum is 1.</summary>
internal sealed class Taps
{
    private readonly int[] _sources;
    private readonly float[] _weights;
    private readonly int[] _starts;
    private readonly bool _isReversed;

    /// <param name="length">Pixels of the image in this direction.</param>
    /// <param name="start">Where the window begins, in pixels of the image.</param>
    /// <param name="step">Pixels of the image for one of the sample.</param>
    /// <param name="count">Pixels of the sample.</param>
    public Taps(int length, double start, double step, int count)
    {
        var radius = Math.Max(1, step);
        var most = 2 * (int)Math.Ceiling(radius) + 1;
        (_sources, _weights, _starts) = (new int[count * most], new float[count * most], new int[count + 1]);
        Count = count;
        for (int i = 0, end = 0; i < count; i++)
        {
            var center = start + (i + 0.5) * step - 0.5;
            var total = 0.0;
            for (var at = (int)Math.Ceiling(center - radius); at <= center + radius; at++)
                total += Math.Max(0, 1 - Math.Abs(at - center) / radius);
            for (var at = (int)Math.Ceiling(center - radius); at <= center + radius; at++)
            {
                if (Math.Max(0, 1 - Math.Abs(at - center) / radius) is not (> 1e-9 and var weight))
                    continue;
                (_sources[end], _weights[end]) = (Mirror(at, length), (float)(weight / total));
                end++;
            }
            _starts[i + 1] = end;
        }
    }

    private Taps(Taps other) =>
        (_sources, _weights, _starts, Count, _isReversed) = (other._sources, other._weights, other._starts, other.Count, !other._isReversed);

    /// <summary>Pixels of the sample.</summary>
    public int Count { get; }

    /// <summary>The places of the image, all inside it.</summary>
    public ReadOnlySpan<int> Sources(int at) => _sources.AsSpan(Range(at));

    /// <summary>Their weights.</summary>
    public ReadOnlySpan<float> Weights(int at) => _weights.AsSpan(Range(at));

    /// <summary>The same from the far end.</summary>
    public Taps Reversed() => new(this);

    /// <summary>A place beyond an edge, mirrored at the edge into [0, <paramref name="length"/>): -1 is 0, -2 is 1.</summary>
    public static int Mirror(int at, int length)
    {
        if ((uint)at < (uint)length)
            return at;
        var turn = ((at % (2 * length)) + 2 * length) % (2 * length);
        return turn < length ? turn : 2 * length - 1 - turn;
    }

    private Range Range(int at)
    {
        var i = _isReversed ? Count - 1 - at : at;
        return _starts[i].._starts[i + 1];
    }
}
