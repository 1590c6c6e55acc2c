namespace Atelier.Auditing;

/// <summary>A figure with its confidence interval and the count behind it.</summary>
/// <param name="Value">As computed from the table.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="Count">Rows that it is based on; for a comparison of two numbers, those of the smaller side.</param>
/// <param name="IsUncertain">Whether there are too few rows to say.</param>
public sealed record Estimate(double Value, double Low, double High, long Count, bool IsUncertain)
{
    /// <summary>The estimate from a figure's value in the table, followed by those in the resamples; null if it is not defined.</summary>
    internal static Estimate? Of(double[] values, long count, AuditOptions options)
    {
        var value = values[0];
        if (double.IsNaN(value))
            return null;
        var (low, high) = Percentiles.Interval(values.AsSpan(1), options.Confidence);
        return new(value, double.IsNaN(low) ? value : low, double.IsNaN(high) ? value : high, count, count < options.FewestRows);
    }
}
