using TorchSharp;

namespace Atelier.Training;

/// <summary>Watches one figure of the epochs: which value was the best, and how long ago.</summary>
/// <param name="name"><c>valid_loss</c>, <c>train_loss</c>, or a metric's name.</param>
internal sealed class Monitor(string name)
{
    private double _best = double.NaN;
    private long _bestEpoch;

    /// <summary>The epoch of the best value, 1-based; 0 before the first.</summary>
    public long BestEpoch => _bestEpoch;

    /// <summary>The best value; NaN before the first.</summary>
    public double Best => _best;

    /// <exception cref="ArgumentException">The learner has no such figure.</exception>
    public void Check(TrainingRun run)
    {
        string[] known = ["valid_loss", "train_loss", .. run.Learner.Options.Metrics.Select(metric => metric.Name)];
        if (!known.Contains(name, StringComparer.Ordinal))
            throw new ArgumentException($"There is no figure '{name}' to watch: known are {string.Join(", ", known)}.", nameof(run));
    }

    /// <summary>Takes in the latest epoch.</summary>
    /// <param name="run">With the epoch in its history.</param>
    /// <param name="least">By how much a value must be better to count.</param>
    /// <returns>Whether it is the best so far.</returns>
    public bool Update(TrainingRun run, double least = 0)
    {
        var epoch = run.History.Epochs[^1];
        var value = name switch
        {
            "valid_loss" => epoch.ValidLoss,
            "train_loss" => epoch.TrainLoss,
            _ => epoch.Metrics[name],
        };
        var gain = HigherIsBetter(run) ? value - _best : _best - value;
        if (double.IsNaN(value) || !(double.IsNaN(_best) || gain > least))
            return false;
        (_best, _bestEpoch) = (value, epoch.Number);
        return true;
    }

    public KeyValuePair<string, torch.Tensor> Save() => new("best", torch.tensor([_best, _bestEpoch], torch.float64));

    public void Load(IReadOnlyDictionary<string, torch.Tensor> state)
    {
        if (!state.TryGetValue("best", out var best))
            return;
        var numbers = best.data<double>();
        (_best, _bestEpoch) = (numbers[0], (long)numbers[1]);
    }

    private bool HigherIsBetter(TrainingRun run) =>
        run.Learner.Options.Metrics.FirstOrDefault(metric => metric.Name == name)?.HigherIsBetter ?? false;
}
