namespace Atelier.Auditing;

/// <summary>The interval between two percentiles of a figure's resamples.</summary>
internal static class Percentiles
{
    /// <summary>The middle part of the values, with linear interpolation; NaN is left out.</summary>
    /// <param name="values">The call sorts them.</param>
    /// <param name="confidence">The part that the interval contains.</param>
    /// <returns>NaN if no value is a number.</returns>
    public static (double Low, double High) Interval(Span<double> values, double confidence)
    {
        values.Sort(); // NaN comes first.
        var first = 0;
        while (first < values.Length && double.IsNaN(values[first]))
            first++;
        var numbers = values[first..];
        return numbers is [] ? (double.NaN, double.NaN) : (At(numbers, (1 - confidence) / 2), At(numbers, (1 + confidence) / 2));
    }

    private static double At(ReadOnlySpan<double> sorted, double part)
    {
        var place = part * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
