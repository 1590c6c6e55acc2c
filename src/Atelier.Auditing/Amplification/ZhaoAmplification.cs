namespace Atelier.Auditing;

/// <summary>
/// Bias amplification of Zhao et al. 2017: how much the share of the groups that lead a label in the training data
/// grows in the predictions. 1/|O| * sum over (o,g) with b*(o,g) > 1/|G| of b(o,g) - b*(o,g).
/// </summary>
internal static class ZhaoAmplification
{
    /// <summary>The terms of one label. Above 0, the leading groups lead by more. NaN if a share is NaN.</summary>
    /// <param name="training">b*, the shares of the groups in the training data; see <see cref="BiasScore"/>.</param>
    /// <param name="predicted">b, those in the predictions.</param>
    public static double OfLabel(ReadOnlySpan<double> training, ReadOnlySpan<double> predicted)
    {
        var sum = 0.0;
        for (var group = 0; group < training.Length; group++)
            if (double.IsNaN(training[group]) || training[group] > 1.0 / training.Length)
                sum += predicted[group] - training[group];
        return sum + 0 * predicted[0]; // A label that was never predicted is NaN even if no group leads.
    }

    /// <summary>The terms of one label, from its counts.</summary>
    public static double OfLabel(LabelCounts counts)
    {
        var groups = counts.Training.Length;
        Span<double> shares = groups <= 32 ? stackalloc double[2 * groups] : new double[2 * groups];
        BiasScore.Shares(counts.Training, shares[..groups]);
        BiasScore.Shares(counts.Predicted, shares[groups..]);
        return OfLabel(shares[..groups], shares[groups..]);
    }

    /// <summary>The mean over the labels for which it is a number.</summary>
    public static double Mean(IEnumerable<double> labels) =>
        labels.Where(label => !double.IsNaN(label)).Select(label => (double?)label).Average() ?? double.NaN;

    /// <summary>Whether a label is a violation: the share of some group is off by more than a margin.</summary>
    /// <param name="training">The shares in the training data.</param>
    /// <param name="predicted">The shares in the predictions.</param>
    /// <param name="margin">Zhao et al. use 0.05.</param>
    public static bool IsViolation(ReadOnlySpan<double> training, ReadOnlySpan<double> predicted, double margin)
    {
        for (var group = 0; group < training.Length; group++)
            if (Math.Abs(predicted[group] - training[group]) > margin)
                return true;
        return false;
    }
}
