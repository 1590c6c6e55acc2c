namespace Atelier.Auditing;

/// <summary>A figure of one label, as a function of its counts.</summary>
/// <param name="Value">The figure; NaN if it is not defined.</param>
/// <param name="Support">The rows that it is based on.</param>
internal sealed record Figure(Func<LabelCounts, double> Value, Func<LabelCounts, double> Support)
{
    /// <summary>A figure that compares groups is based on the smallest of them.</summary>
    public static Func<LabelCounts, double> Least(Func<LabelCounts, int, double> count) =>
        counts => Enumerable.Range(0, counts.Rows.Length).Min(group => count(counts, group));
}
