namespace Atelier.Auditing;

/// <summary>Computes a <see cref="Calibration"/>.</summary>
/// <param name="options">The defaults if null.</param>
internal sealed class Calibrator(CalibrationOptions? options = null)
{
    // A violation within rounding is not one.
    private const double Rounding = 1e-9;
    private const int Patience = 10;

    private readonly CalibrationOptions _options = options ?? new();

    /// <summary>See <see cref="Calibration.Fit"/>.</summary>
    public Calibration Run(ScoreTable table, Contingency? training, CancellationToken stop)
    {
        var constraints = new RatioConstraints(Wanted(table, training ?? table.Count(null)), _options.Statistics.Margin);
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
            Scores = table,
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
        new Auditor(_options.Statistics).Audit(table.Count(decided), training, stop);

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

    private static double Accuracy(ScoreTable table, int[] decided) =>
        table.Examples.Zip(decided).Count(pair => pair.First.Label == pair.Second) / (double)decided.Length;

    private static double[][] Zeros(ScoreTable table) => [.. table.Labels.Select(_ => new double[table.Groups.Count])];
}
