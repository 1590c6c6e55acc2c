using Atelier.Core;
using static System.FormattableString;

namespace Atelier.Training;

/// <summary>Ends a run when a figure has not improved for some epochs.</summary>
/// <param name="monitor"><c>valid_loss</c>, the default, <c>train_loss</c>, or a metric's name.</param>
public sealed class EarlyStopping(string monitor = "valid_loss") : Callback
{
    private readonly Monitor _monitor = new(monitor);

    /// <summary>Epochs without improvement after which the run ends, 1 or more; 3 by default.</summary>
    public int Patience { get; init => field = Require.Positive(value); } = 3;

    /// <summary>How much better a value must be to count as an improvement, 0 or more; 0 by default.</summary>
    public double LeastGain { get; init => field = Require.NonNegative(value); }

    /// <inheritdoc/>
    public override string Settings => Invariant($"{monitor}, patience {Patience}, least gain {LeastGain:R}");

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingRun run) => _monitor.Begin(run);

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (!_monitor.Update(run, LeastGain) && run.History.Epochs[^1].Number - _monitor.BestEpoch >= Patience)
            run.EndEarly();
    }

    /// <inheritdoc/>
    public override void Save(StateWriter to) => _monitor.Save(to);

    /// <inheritdoc/>
    public override void Load(StateReader from) => _monitor.Load(from);
}
