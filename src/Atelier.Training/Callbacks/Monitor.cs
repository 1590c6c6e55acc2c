using Atelier.Core;

namespace Atelier.Training;

/// <summary>Watches one figure of the epochs: which value was best, and how long ago.</summary>
/// <param name="name"><c>valid_loss</c>, <c>train_loss</c>, or a metric's name.</param>
internal sealed class Monitor(string name) : IStateful
{
    private double _best = double.NaN;
    private long _bestEpoch;

    /// <summary>The epoch of the best value, 1-based; 0 before the first.</summary>
    public long BestEpoch => _bestEpoch;

    /// <summary>The best value; NaN before the first.</summary>
    public double Best => _best;

    /// <summary>Forgets earlier runs.</summary>
    /// <exception cref="ArgumentException">The run has no such figure.</exception>
    public void Begin(TrainingRun run)
    {
        (_best, _bestEpoch) = (double.NaN, 0);
        string[] known = ["valid_loss", "train_loss", .. run.Metrics.Select(metric => metric.Name)];
        if (!known.Contains(name, StringComparer.Ordinal))
            throw new ArgumentException($"There is no figure '{name}' to watch: use {string.Join(", ", known)}.", nameof(run));
    }

    /// <summary>Adds the latest epoch.</summary>
    /// <param name="run">With the epoch in its history.</param>
    /// <param name="least">How much better a value must be to count as an improvement.</param>
    /// <returns>Whether it is the best so far.</returns>
    public bool Update(TrainingRun run, double least = 0)
    {
        var epoch = run.History.Epochs[^1];
        var value = epoch.Figure(name);
        var gain = HigherIsBetter(run) ? value - _best : _best - value;
        if (double.IsNaN(value) || !(double.IsNaN(_best) || gain > least))
            return false;
        (_best, _bestEpoch) = (value, epoch.Number);
        return true;
    }

    public void Save(StateWriter to)
    {
        to.Write("best", _best);
        to.Write("best_epoch", _bestEpoch);
    }

    public void Load(StateReader from)
    {
        _best = from.ReadDouble("best");
        _bestEpoch = from.ReadLong("best_epoch");
    }

    private bool HigherIsBetter(TrainingRun run) =>
        run.Metrics.FirstOrDefault(metric => metric.Name == name)?.HigherIsBetter ?? false;
}
