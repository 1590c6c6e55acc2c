using Atelier.Core;
using static System.FormattableString;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>
/// Stochastic weight averaging: the mean of the weights at the ends of epochs, evaluated as <c>swa_loss</c> and so on.
/// </summary>
/// <remarks>
/// Izmailov et al., "Averaging Weights Leads to Wider Optima and Better Generalization", 2018; fastai 0.7, <c>swa.py</c>. Running
/// statistics of batch norm are not averaged: those of the averaged weights are measured by one pass over the training data.
/// </remarks>
public sealed class StochasticWeightAveraging() : WeightAveraging("swa")
{
    private StochasticWeightAverage? _average;

    // Whether the statistics of batch norm still belong to another model.
    private bool _isStale;

    /// <summary>The epoch, 1-based, at whose end averaging starts; 1 by default. A run must have that many epochs.</summary>
    public int Start { get; init => field = Require.Positive(value); } = 1;

    /// <summary>Epochs from one evaluation of the averaged model to the next; it is also evaluated at the end. 5 by default.</summary>
    public int EvaluationFrequency { get; init => field = Require.Positive(value); } = 5;

    /// <summary>Epochs from one averaged model to the next, the length of a cycle; 1 by default.</summary>
    public int CycleLength { get; init => field = Require.Positive(value); } = 1;

    /// <summary>Whether the weights before the start count as a model; by default they do not, as in fastai's library.</summary>
    public SwaCount Count { get; init; } = SwaCount.Library;

    /// <summary>n, the models averaged so far.</summary>
    public int Models => _average?.Models ?? 0;

    /// <inheritdoc/>
    public override string Settings => Invariant($"start {Start}, evaluation every {EvaluationFrequency}, cycle {CycleLength}, count as in the {(Count is SwaCount.Paper ? "paper" : "library")}");

    /// <inheritdoc/>
    public override bool HasAverage => Models > 0;

    /// <inheritdoc/>
    public override IDisposable ApplyTo(nn.Module network) => (_average ?? throw new InvalidOperationException("Nothing has been averaged yet.")).ApplyTo(network);

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (Start > run.Epochs)
            throw new InvalidOperationException($"The average of the weights would start with epoch {Start}, but the run ends with epoch {run.Epochs}: start it earlier, or train longer.");
        _average?.Dispose();
        (_average, _isStale) = (new(run.Network), false);
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (Count is SwaCount.Paper && run.Epoch == Start)
            _average!.Update();
    }

    /// <inheritdoc/>
    public override void OnValidationBegin(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Epoch < Start || (run.Epoch - Start) % CycleLength != 0)
            return;
        _average!.Update();
        _isStale = true;
    }

    /// <inheritdoc/>
    public override void OnValidationEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var isDue = run.Epoch == run.Epochs || (run.Epoch - Start) % EvaluationFrequency == 0;
        if (run.Epoch < Start || !HasAverage || !isDue)
            return;
        MeasureStatistics(run);
        Evaluate(run);
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        // After the last checkpoint: an uninterrupted run would measure the statistics later, on other batches.
        if (run.End is RunEnd.Stopped or RunEnd.EndedEarly && run.Epoch > 0)
            MeasureStatistics(run);
    }

    /// <inheritdoc/>
    public override void Save(StateWriter to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Write("average", _average!);
        to.Write("is_stale", _isStale);
    }

    /// <inheritdoc/>
    public override void Load(StateReader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        from.ReadInto("average", _average!);
        _isStale = from.ReadBool("is_stale");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _average?.Dispose();
        _average = null;
    }

    private void MeasureStatistics(TrainingRun run)
    {
        if (!_isStale)
            return;
        using (_average!.ApplyTo(run.Network))
        {
            BatchNormStatistics.Refresh(run.Network, () => run.Data.Training.Read(run.Epoch - 1), run.Forward);
            _average.TakeBuffers();
        }
        _isStale = false;
    }
}

/// <summary>Which weights a stochastic weight average counts.</summary>
public enum SwaCount
{
    /// <summary>The weights at the end of the start epoch are the first model, as in fastai's code.</summary>
    Library,

    /// <summary>The weights before the start epoch are the first model, as in the paper's algorithm 1 and in the lesson.</summary>
    Paper,
}
