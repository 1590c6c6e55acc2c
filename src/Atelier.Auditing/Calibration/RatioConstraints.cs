namespace Atelier.Auditing;

/// <summary>
/// For each label o and group g, requires the share of g among those predicted to have o to stay in [b* - margin, b* + margin],
/// with a Lagrange multiplier for each side.
/// </summary>
/// <param name="shares">b*, by label and group; null for a label that training does not have; it is left alone.</param>
/// <param name="margin">Of the share.</param>
internal sealed class RatioConstraints(double[]?[] shares, double margin)
{
    // How far to stay inside the margin, as a part of it.
    private const double Aim = 0.1;

    private readonly double[][] _above = [.. shares.Select(label => new double[label?.Length ?? 0])];
    private readonly double[][] _below = [.. shares.Select(label => new double[label?.Length ?? 0])];

    /// <summary>
    /// What to add to a label's score for an example of a group: -sum lambda * coefficient. The coefficient of the upper side of
    /// g' is 1[g = g'] - (b* + margin), that of the lower side (b* - margin) - 1[g = g'].
    /// </summary>
    public double Offset(int label, int group)
    {
        if (shares[label] is not { } wanted)
            return 0;
        var offset = 0.0;
        for (var other = 0; other < wanted.Length; other++)
        {
            var one = other == group ? 1 : 0;
            offset -= _above[label][other] * (one - (wanted[other] + margin)) + _below[label][other] * (wanted[other] - margin - one);
        }
        return offset;
    }

    /// <summary>
    /// lambda = max(0, lambda + eta * violation), for each constraint. The target is inside the margin, because whole examples change sides
    /// and shares swing about their target.
    /// </summary>
    /// <param name="counts">Predicted examples by label and group.</param>
    /// <param name="eta">The step.</param>
    public void Update(long[][] counts, double eta)
    {
        foreach (var (label, group, above, below) in Violations(counts))
        {
            _above[label][group] = Math.Max(0, _above[label][group] + eta * (above + Aim * margin));
            _below[label][group] = Math.Max(0, _below[label][group] + eta * (below + Aim * margin));
        }
    }

    /// <summary>How far each share is above, and below, what is allowed; negative if it is inside.</summary>
    public IEnumerable<(int Label, int Group, double Above, double Below)> Violations(long[][] counts)
    {
        for (var label = 0; label < shares.Length; label++)
        {
            double predicted = counts[label].Sum();
            if (shares[label] is not { } wanted || predicted == 0)
                continue;
            for (var group = 0; group < wanted.Length; group++)
            {
                var share = counts[label][group] / predicted;
                yield return (label, group, share - (wanted[group] + margin), wanted[group] - margin - share);
            }
        }
    }
}
