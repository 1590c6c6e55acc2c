namespace Atelier.Auditing;

/// <summary>
/// Reducing bias amplification (RBA, Zhao et al. 2017): shifts scores until the shares of the groups among the predictions of
/// each label are those of the training data, within a margin. Corpus-level constraints, solved by Lagrangian relaxation.
/// Departs from the paper: violations are shares and not counts, so that one step suits labels of any size; the step shrinks
/// where it no longer helps; and the aim is a tenth of the margin within it.
/// </summary>
/// <param name="options">Margin and steps.</param>
/// <param name="statistics">Of the audits before and after.</param>
public sealed class Calibrator(CalibrationOptions? options = null, AuditOptions? statistics = null)
{
    // A violation within rounding is none.
    private const double Rounding = 1e-9;
    private const int Patience = 10;

    private readonly CalibrationOptions _options = options ?? new();
    private readonly AuditOptions _statistics = statistics ?? new();

    /// <summary>Calibrates.</summary>
    /// <param name="table">Scores, with at least two groups.</param>
    /// <param name="training">What the shares ought to be; by default as in the truth of the examples.</param>
    /// <param name="stop">Stops between iterations.</param>
    public CalibrationResult Run(ScoreTable table, Contingency? training = null, CancellationToken stop = default)
    {
        var constraints = new RatioConstraints(Wanted(table, training ?? Counted(table, null)), _options.Margin);
        var (offsets, decided) = (Zeros(table), new int[table.Examples.Count]);
        Decide(table, offsets, decided);
        int[] before = [.. decided];
        List<CalibrationStep> steps = [];
        var (best, bestOffsets, bestDecided) = (double.PositiveInfinity, offsets, before);
        var (eta, since) = (_options.Step * TypicalLead(table), 0);
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var counts = CountsOf(table, decided);
            double[] excesses = [.. constraints.Violations(counts).SelectMany(sides => (double[])[sides.Above, sides.Below]).Where(excess => excess > Rounding)];
            steps.Add(new(excesses.Length, excesses.DefaultIfEmpty().Max(), Accuracy(table, decided)));
            if (excesses.Sum() < best)
                (best, bestOffsets, bestDecided, since) = (excesses.Sum(), offsets, [.. decided], 0);
            else if (++since % Patience == 0)
                eta /= 2;
            if (excesses is [] || steps.Count > _options.Iterations)
                break;
            constraints.Update(counts, eta);
            offsets = [.. table.Labels.Select((_, label) => table.Groups.Select((_, group) => constraints.Offset(label, group)).ToArray())];
            Decide(table, offsets, decided);
        }
        string[] unsatisfied = [.. constraints.Violations(CountsOf(table, bestDecided)).Where(sides => Math.Max(sides.Above, sides.Below) > Rounding)
            .Select(sides => table.Labels[sides.Label]).Distinct()];
        return new()
        {
            Converged = unsatisfied is [],
            Unsatisfied = unsatisfied,
            Steps = steps,
            Offsets = bestOffsets,
            Before = before,
            After = bestDecided,
            AuditBefore = Audited(table, before, training, stop),
            AuditAfter = Audited(table, bestDecided, training, stop),
        };
    }

    private AttributeAudit Audited(ScoreTable table, int[] decided, Contingency? training, CancellationToken stop) =>
        new Auditor(_statistics with { Margin = _options.Margin }).Audit(Counted(table, decided), training, stop);

    private static void Decide(ScoreTable table, double[][] offsets, int[] decided) => Parallel.For(0, decided.Length, example =>
    {
        var (_, group, scores) = table.Examples[example];
        var (best, highest) = (0, double.NegativeInfinity);
        for (var label = 0; label < scores.Length; label++)
            if (scores[label] + (group < 0 ? 0 : offsets[label][group]) is var score && score > highest)
                (best, highest) = (label, score);
        decided[example] = best;
    });

    // The median over the examples of the best score less the second best.
    private static double TypicalLead(ScoreTable table)
    {
        double[] leads = [.. table.Examples.Select(example => example.Scores.OrderDescending().Take(2).ToArray()).Select(two => two[0] - two[1]).Order()];
        return leads[leads.Length / 2] is > 0 and var lead ? lead : 1;
    }

    private static double[]?[] Wanted(ScoreTable table, Contingency training) =>
    [
        .. table.Labels.Select(label => table.Groups.Select(group => (double)training.Truth(label, group)).ToArray())
            .Select(counts => counts.Sum() > 0 ? BiasScore.Shares(counts) : null),
    ];

    private static long[][] CountsOf(ScoreTable table, int[] decided)
    {
        var counts = table.Labels.Select(_ => new long[table.Groups.Count]).ToArray();
        foreach (var (example, label) in table.Examples.Zip(decided))
            if (example.Group >= 0)
                counts[label][example.Group]++;
        return counts;
    }

    private static Contingency Counted(ScoreTable table, int[]? decided)
    {
        var counts = new Contingency(table.Attribute);
        foreach (var (at, example) in table.Examples.Index())
            counts.Add([table.Labels[example.Label]], decided is null ? [] : [table.Labels[decided[at]]], example.Group < 0 ? null : table.Groups[example.Group]);
        return counts;
    }

    private static double Accuracy(ScoreTable table, int[] decided) =>
        table.Examples.Zip(decided).Count(pair => pair.First.Label == pair.Second) / (double)decided.Length;

    private static double[][] Zeros(ScoreTable table) => [.. table.Labels.Select(_ => new double[table.Groups.Count])];
}
