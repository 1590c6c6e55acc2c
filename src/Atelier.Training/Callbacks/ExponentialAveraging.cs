using Atelier.Core;
using static System.FormattableString;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>Keeps the exponential moving average of the weights, and evaluates it after each epoch, as <c>ema_loss</c> and so on.</summary>
/// <param name="decay">d in a = d a + (1 - d) w once it is warm, in [0,1): the average looks back over about 1/(1 - d) steps; 0.999 by default.</param>
public sealed class ExponentialAveraging(double decay = 0.999) : WeightAveraging("ema")
{
    private readonly double _decay = Require.InRange(decay, 0, 1 - 1e-12);
    private ExponentialAverage? _average;

    /// <inheritdoc/>
    public override string Settings => Invariant($"decay {_decay:R}");

    /// <inheritdoc/>
    public override bool HasAverage => _average is not null;

    /// <inheritdoc/>
    public override IDisposable ApplyTo(nn.Module network) => (_average ?? throw new InvalidOperationException("Nothing has been averaged yet.")).ApplyTo(network);

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        _average?.Dispose();
        _average = new(run.Network, _decay);
    }

    /// <inheritdoc/>
    public override void OnStepEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        _average!.Update(run.Network);
    }

    /// <inheritdoc/>
    public override void OnValidationEnd(TrainingRun run) => Evaluate(run);

    /// <inheritdoc/>
    public override void Save(StateWriter to) => _average!.Save(to);

    /// <inheritdoc/>
    public override void Load(StateReader from) => _average!.Load(from);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _average?.Dispose();
        _average = null;
    }
}
