namespace Atelier.Auditing;

/// <summary>
/// The bias score of a label toward each group (Zhao et al. 2017, "Men Also Like Shopping"):
/// b(o,g) = c(o,g) / sum over g' of c(o,g').
/// </summary>
internal static class BiasScore
{
    /// <summary>The share of each group, from its count; the shares add up to 1. NaN if all counts are 0.</summary>
    /// <param name="counts">Rows of the label by group.</param>
    public static double[] Shares(ReadOnlySpan<double> counts)
    {
        var shares = new double[counts.Length];
        Shares(counts, shares);
        return shares;
    }

    internal static void Shares(ReadOnlySpan<double> counts, Span<double> shares)
    {
        var sum = 0.0;
        foreach (var count in counts)
            sum += count;
        for (var group = 0; group < counts.Length; group++)
            shares[group] = counts[group] / sum;
    }
}
