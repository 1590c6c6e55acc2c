namespace Atelier.Auditing;

/// <summary>
/// Group fairness of one label against all others, by the usual definitions (Hardt et al. 2016; Fairlearn): rates by group,
/// and how far apart the groups are. A rate without rows is NaN, and so is everything computed from it.
/// </summary>
internal static class GroupFairness
{
    /// <summary>Selection rate: the part of the group that is predicted to have the label.</summary>
    public static double SelectionRate(LabelCounts counts, int group) => counts.Predicted[group] / counts.Rows[group];

    /// <summary>True positive rate: of those in the group that have the label, the part that is predicted to.</summary>
    public static double TruePositiveRate(LabelCounts counts, int group) => counts.Hits[group] / counts.Truth[group];

    /// <summary>False positive rate: of those in the group that lack the label, the part that is predicted to have it.</summary>
    public static double FalsePositiveRate(LabelCounts counts, int group) =>
        (counts.Predicted[group] - counts.Hits[group]) / (counts.Rows[group] - counts.Truth[group]);

    /// <summary>Demographic parity difference: the largest selection rate minus the smallest; 0 is parity.</summary>
    public static double ParityDifference(LabelCounts counts) => Over(counts, SelectionRate).Difference;

    /// <summary>Demographic parity ratio: the smallest selection rate over the largest; 1 is parity; below 0.8, the four-fifths rule is violated.</summary>
    public static double ParityRatio(LabelCounts counts) => Over(counts, SelectionRate).Ratio;

    /// <summary>Equal opportunity difference: the largest true positive rate minus the smallest.</summary>
    public static double EqualOpportunityDifference(LabelCounts counts) => Over(counts, TruePositiveRate).Difference;

    /// <summary>The largest false positive rate minus the smallest.</summary>
    public static double FalsePositiveDifference(LabelCounts counts) => Over(counts, FalsePositiveRate).Difference;

    /// <summary>Equalized odds difference: the larger of the differences of true and of false positive rates.</summary>
    public static double EqualizedOddsDifference(LabelCounts counts) =>
        Math.Max(EqualOpportunityDifference(counts), FalsePositiveDifference(counts));

    private static Extremes Over(LabelCounts counts, Func<LabelCounts, int, double> rate)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var group = 0; group < counts.Rows.Length; group++)
        {
            // Math.Min and Max pass NaN on.
            var value = rate(counts, group);
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }
        return new(least, most);
    }

    private readonly record struct Extremes(double Least, double Most)
    {
        public double Difference => Most - Least;

        public double Ratio => Least / Most;
    }
}
