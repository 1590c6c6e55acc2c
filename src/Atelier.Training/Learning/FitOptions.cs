using Atelier.Core;

namespace Atelier.Training;

/// <summary>How phases are trained.</summary>
public sealed record FitOptions
{
    /// <summary>Take part in this run only, after the learner's; none by default. They remain the caller's.</summary>
    public IReadOnlyList<Callback> Callbacks { get; init; } = [];

    /// <summary>Batches whose gradients are averaged into one step, 1 or more; 1 by default. An epoch's last step may average fewer.</summary>
    public int Accumulation { get; init => field = Require.Positive(value); } = 1;

    /// <summary>
    /// Whether to end quietly when the loss is over four times the best after the tenth batch, or not a number. False by
    /// default: a loss that is not a number is then an error.
    /// </summary>
    public bool StopOnDivergence { get; init; }

    /// <summary>
    /// The folder for the run's whole state, created if missing; null, the default, for none. The newest sound checkpoint in it is
    /// resumed, and the last two are kept.
    /// </summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Time between checkpoints, 0 or more: 0 saves after each step; 30 seconds by default. One more is saved at the end.</summary>
    public TimeSpan CheckpointEvery { get; init => field = TimeSpan.FromSeconds(Require.NonNegative(value.TotalSeconds)); } = TimeSpan.FromSeconds(30);

    /// <summary>Told in one sentence about each damaged checkpoint that was skipped; null for nobody.</summary>
    public Action<string>? OnDamagedCheckpoint { get; init; }

    /// <summary>Told after each batch; null for nobody.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }
}

/// <summary>How far along a run is.</summary>
/// <param name="Batch">Batches trained.</param>
/// <param name="Batches">Batches in total.</param>
/// <param name="Epoch">The current epoch, 1-based.</param>
/// <param name="Epochs">Epochs in total.</param>
/// <param name="SmoothedLoss">Debiased exponential average of the training loss, factor 0.98.</param>
/// <param name="Samples">Samples trained since the run started or was resumed.</param>
public readonly record struct TrainingProgress(int Batch, int Batches, int Epoch, int Epochs, double SmoothedLoss, long Samples);
