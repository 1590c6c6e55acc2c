using System.Diagnostics;
using Atelier.Data;

namespace Atelier.Training;

/// <summary>Measures how fast a run trains, not counting validation, and how long it waits for data.</summary>
internal sealed class Throughput : Callback
{
    private readonly Stopwatch _training = new();
    private readonly Dictionary<IBatchSource, TimeSpan> _waitedBefore = new(ReferenceEqualityComparer.Instance);
    private double _waited;
    private long _samples;

    /// <summary>Training samples per second; NaN before the first batch.</summary>
    public double SamplesPerSecond => _samples / _training.Elapsed.TotalSeconds;

    /// <summary>The share of the training time spent waiting for a batch, in [0,1]; 0 for data that does not measure it.</summary>
    public double WaitedShare => _waited / _training.Elapsed.TotalSeconds;

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingRun run) => _training.Start();

    /// <inheritdoc/>
    public override void OnEpochBegin(TrainingRun run) => _training.Start();

    /// <inheritdoc/>
    public override void OnBatchEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        _samples += run.Batch.Size;
        var batches = run.Data.Training;
        _waited += (batches.WaitedFor - _waitedBefore.GetValueOrDefault(batches)).TotalSeconds;
        _waitedBefore[batches] = batches.WaitedFor;
    }

    /// <inheritdoc/>
    public override void OnValidationBegin(TrainingRun run) => _training.Stop();

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        // Refreshing an averaged model's statistics reads the same data, but is not training.
        _waitedBefore[run.Data.Training] = run.Data.Training.WaitedFor;
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(TrainingRun run) => _training.Stop();
}
