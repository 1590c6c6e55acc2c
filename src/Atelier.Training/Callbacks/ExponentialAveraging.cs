using Atelier.Core;
using TorchSharp;

namespace Atelier.Training;

/// <summary>Keeps the exponential moving average of the weights, and evaluates it after each epoch, as <c>ema_loss</c> and so on.</summary>
/// <param name="decay">See <see cref="ExponentialAverage"/>; 0.999 by default.</param>
public sealed class ExponentialAveraging(double decay = 0.999) : Callback, IDisposable
{
    private StateDict? _kept;

    /// <summary>The average of the run under way or the latest; null before the first.</summary>
    public ExponentialAverage? Average { get; private set; }

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Average?.Dispose();
        Average = new(run.Network, decay);
        using var kept = _kept;
        _kept = null;
        if (kept is { Count: > 0 })
            Average.Load(kept);
    }

    /// <inheritdoc/>
    public override void OnStepEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Average!.Update(run.Network);
    }

    /// <inheritdoc/>
    public override void OnValidationEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Data.Validation is not { } validation)
            return;
        using var swap = Average!.ApplyTo(run.Network);
        var (loss, metrics) = run.Learner.Validate(validation);
        run.Figures["ema_loss"] = loss;
        foreach (var (name, value) in metrics)
            run.Figures[$"ema_{name}"] = value;
    }

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, torch.Tensor>> Save()
    {
        if (Average is null)
            return [];
        using var state = Average.Save();
        return [.. state.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.alias()))];
    }

    /// <inheritdoc/>
    public override void Load(IReadOnlyDictionary<string, torch.Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _kept = new(state.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.clone())));
    }

    /// <summary>Frees the average.</summary>
    public void Dispose()
    {
        Average?.Dispose();
        _kept?.Dispose();
    }
}
