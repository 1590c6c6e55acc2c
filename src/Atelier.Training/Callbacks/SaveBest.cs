using System.Globalization;
using TorchSharp;

namespace Atelier.Training;

/// <summary>Writes the network's weights each time a figure is better than ever before in the run.</summary>
/// <param name="path">A .safetensors file; it is replaced when the new one is whole.</param>
/// <param name="monitor"><c>valid_loss</c>, the default, <c>train_loss</c>, or a metric's name.</param>
public sealed class SaveBest(string path, string monitor = "valid_loss") : Callback
{
    private readonly Monitor _monitor = new(monitor);

    /// <summary>The epoch whose weights the file holds, 1-based; 0 before the first.</summary>
    public int Epoch => (int)_monitor.BestEpoch;

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingRun run) => _monitor.Check(run);

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (!_monitor.Update(run))
            return;
        run.Learner.SaveWeights(path, metadata: new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["epoch"] = Epoch.ToString(CultureInfo.InvariantCulture),
            [monitor] = _monitor.Best.ToString("R", CultureInfo.InvariantCulture),
        });
    }

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, torch.Tensor>> Save() => [_monitor.Save()];

    /// <inheritdoc/>
    public override void Load(IReadOnlyDictionary<string, torch.Tensor> state) => _monitor.Load(state);
}
