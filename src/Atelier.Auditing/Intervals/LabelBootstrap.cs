namespace Atelier.Auditing;

/// <summary>Figures of every label with their intervals, and means over the labels with theirs.</summary>
/// <param name="sampler">Gives the counts.</param>
/// <param name="groups">The number of groups.</param>
/// <param name="figures">What to compute of each label.</param>
/// <param name="options">Confidence, resamples, fewest rows.</param>
internal sealed class LabelBootstrap(LabelSampler sampler, int groups, IReadOnlyList<Figure> figures, AuditOptions options)
{
    // How many labels share a sum: it comes out the same whichever thread is first.
    private const int Portion = 64;

    /// <summary>Computes the figures; null for what is not defined.</summary>
    /// <param name="labels">Names, with their numbers in the table.</param>
    /// <param name="stop">Stops between labels.</param>
    /// <returns>By label and figure; and, by figure, the mean over the labels that have it.</returns>
    public (Estimate?[][] ByLabel, Estimate?[] Means) Run(IReadOnlyList<(string Name, int Number)> labels, CancellationToken stop)
    {
        var byLabel = new Estimate?[labels.Count][];
        var sums = new Sums[(labels.Count + Portion - 1) / Portion];
        Parallel.For(0, sums.Length, new() { CancellationToken = stop }, portion =>
        {
            sums[portion] = new(figures.Count, sampler.Resamples);
            for (var at = portion * Portion; at < Math.Min(labels.Count, (portion + 1) * Portion); at++)
                byLabel[at] = Of(labels[at], sums[portion]);
        });
        var all = new Sums(figures.Count, sampler.Resamples);
        foreach (var sum in sums)
            all.Add(sum);
        return (byLabel, [.. Enumerable.Range(0, figures.Count).Select(figure => Estimate.Of(all.Means(figure), all.Support(figure), options))]);
    }

    private Estimate?[] Of((string Name, int Number) label, Sums sums)
    {
        var counts = new LabelCounts(groups);
        var values = new double[figures.Count][];
        for (var figure = 0; figure < figures.Count; figure++)
            values[figure] = new double[sampler.Resamples + 1];
        for (var resample = -1; resample < sampler.Resamples; resample++)
        {
            sampler.Fill(label.Name, label.Number, resample, counts);
            for (var figure = 0; figure < figures.Count; figure++)
                values[figure][resample + 1] = figures[figure].Value(counts);
        }
        sampler.Fill(label.Name, label.Number, -1, counts);
        var support = figures.Select(figure => (long)figure.Support(counts)).ToArray();
        sums.Add(values, support);
        return [.. values.Select((figure, at) => Estimate.Of(figure, support[at], options))];
    }

    private sealed class Sums(int figures, int resamples)
    {
        private readonly double[][] _sums = Filled(figures, resamples);
        private readonly double[][] _labels = Filled(figures, resamples);
        private readonly long[] _support = new long[figures];

        public void Add(double[][] values, long[] support)
        {
            for (var figure = 0; figure < values.Length; figure++)
            {
                if (double.IsNaN(values[figure][0]))
                    continue;
                _support[figure] += support[figure];
                for (var at = 0; at < values[figure].Length; at++)
                {
                    // A label that a resample lost does not count.
                    if (double.IsNaN(values[figure][at]))
                        continue;
                    _sums[figure][at] += values[figure][at];
                    _labels[figure][at]++;
                }
            }
        }

        public void Add(Sums other)
        {
            for (var figure = 0; figure < _sums.Length; figure++)
            {
                _support[figure] += other._support[figure];
                for (var at = 0; at < _sums[figure].Length; at++)
                {
                    _sums[figure][at] += other._sums[figure][at];
                    _labels[figure][at] += other._labels[figure][at];
                }
            }
        }

        public double[] Means(int figure) => [.. _sums[figure].Zip(_labels[figure], (sum, labels) => sum / labels)];

        public long Support(int figure) => _support[figure];

        private static double[][] Filled(int figures, int resamples) => [.. Enumerable.Range(0, figures).Select(_ => new double[resamples + 1])];
    }
}
