namespace Atelier.Auditing;

/// <summary>
/// Directional bias amplification (Wang and Russakovsky 2021): mean over attribute a and task t of d where the two go together
/// in the training data, P(a,t) > P(a)P(t), and of -d where they do not. Attribute to task, d = P(t^|a) - P(t|a): the group
/// influences what is predicted. Task to attribute, d = P(a^|t) - P(a|t): the label influences which group is predicted.
/// </summary>
internal static class DirectionalAmplification
{
    /// <summary>Whether label and group go together in the training data; false if they are independent.</summary>
    public static bool IsCorrelated(LabelCounts counts, int group)
    {
        var (labeled, rows) = (Sum(counts.Training), Sum(counts.TrainingRows));
        // Counts are whole and below 2^53: equal products round alike.
        return counts.Training[group] * rows > counts.TrainingRows[group] * labeled;
    }

    /// <summary>P(t^|a) - P(t|a), before its sign; NaN if the group has no rows.</summary>
    public static double AttributeToTask(LabelCounts counts, int group) =>
        (counts.Predicted[group] - counts.Truth[group]) / counts.Rows[group];

    /// <summary>P(a^|t) - P(a|t), before its sign; NaN if the label has no rows, or none with a predicted group.</summary>
    public static double TaskToAttribute(LabelCounts counts, int group) =>
        counts.Guessed[group] / Sum(counts.Guessed) - counts.Truth[group] / Sum(counts.Truth);

    /// <summary>The mean over the groups with their signs; NaN if the training data lacks the label.</summary>
    /// <param name="counts">The counts of one label.</param>
    /// <param name="difference"><see cref="AttributeToTask"/> or <see cref="TaskToAttribute"/>.</param>
    public static double OfLabel(LabelCounts counts, Func<LabelCounts, int, double> difference)
    {
        var sum = Sum(counts.Training) > 0 ? 0 : double.NaN;
        for (var group = 0; group < counts.Rows.Length; group++)
            sum += IsCorrelated(counts, group) ? difference(counts, group) : -difference(counts, group);
        return sum / counts.Rows.Length;
    }

    private static double Sum(ReadOnlySpan<double> counts)
    {
        var sum = 0.0;
        foreach (var count in counts)
            sum += count;
        return sum;
    }
}
