using System.Globalization;
using Atelier.Core;

namespace Atelier.Training;

/// <summary>Writes the network's weights each time a figure reaches its best value of the run.</summary>
/// <param name="path">A .safetensors file; it is replaced when the new one is complete.</param>
/// <param name="monitor"><c>valid_loss</c>, the default, <c>train_loss</c>, or a metric's name.</param>
public sealed class SaveBest(string path, string monitor = "valid_loss") : Callback
{
    private readonly Monitor _monitor = new(monitor);

    /// <summary>The epoch whose weights the file holds, 1-based; 0 before the first.</summary>
    public int Epoch => (int)_monitor.BestEpoch;

    /// <inheritdoc/>
    public override string Settings => monitor;

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingRun run) => _monitor.Begin(run);

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (!_monitor.Update(run))
            return;
        WeightFile.Write(path, run.Network.state_dict(), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["epoch"] = Epoch.ToString(CultureInfo.InvariantCulture),
            [monitor] = _monitor.Best.ToString("R", CultureInfo.InvariantCulture),
        }, seal: true);
    }

    /// <inheritdoc/>
    public override void Save(StateWriter to) => _monitor.Save(to);

    /// <inheritdoc/>
    public override void Load(StateReader from) => _monitor.Load(from);
}
