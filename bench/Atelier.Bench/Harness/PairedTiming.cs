using System.Globalization;

namespace Atelier.Bench.Harness;

/// <summary>
/// Times two workloads in alternation, so that whatever else the machine does falls on both, and compares them pair by pair.
/// </summary>
/// <param name="BaselineMilliseconds">Median of the baseline's runs.</param>
/// <param name="VariantMilliseconds">Median of the variant's runs.</param>
/// <param name="Speedup">Median over the pairs of baseline / variant: above 1, the variant is faster.</param>
/// <param name="LeastSpeedup">The smallest ratio of a pair.</param>
/// <param name="GreatestSpeedup">The greatest ratio of a pair.</param>
/// <param name="Rounds">The number of pairs.</param>
public sealed record PairedTiming(
    double BaselineMilliseconds, double VariantMilliseconds, double Speedup, double LeastSpeedup, double GreatestSpeedup, int Rounds)
{
    /// <summary>
    /// Runs both once to warm up, then <paramref name="rounds"/> pairs; the order within a pair alternates. A single pair is of whole runs,
    /// loading included, and has no warm-up.
    /// </summary>
    /// <param name="baseline">Runs the baseline once and returns its milliseconds.</param>
    /// <param name="variant">Runs the variant once and returns its milliseconds.</param>
    /// <param name="rounds">Pairs to time; at least 1.</param>
    public static PairedTiming Measure(Func<double> baseline, Func<double> variant, int rounds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rounds);
        if (rounds > 1)
        {
            baseline();
            variant();
        }
        var pairs = new (double Baseline, double Variant)[rounds];
        for (var round = 0; round < rounds; round++)
        {
            // The one that runs second finds warmer caches and a hotter core: neither side always gets that.
            if (round % 2 == 0)
                pairs[round].Baseline = baseline();
            pairs[round].Variant = variant();
            if (round % 2 == 1)
                pairs[round].Baseline = baseline();
        }
        var ratios = pairs.Select(p => p.Baseline / p.Variant).ToArray();
        return new(Median(pairs.Select(p => p.Baseline)), Median(pairs.Select(p => p.Variant)), Median(ratios), ratios.Min(), ratios.Max(), rounds);
    }

    /// <summary>The middle value, or the mean of the two middle values.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The speed-up with its range, for example <c>2.31 (2.10 to 2.44)</c>.</summary>
    public string SpeedupText =>
        string.Create(CultureInfo.InvariantCulture, $"{Speedup:F2} ({LeastSpeedup:F2} to {GreatestSpeedup:F2})");
}
