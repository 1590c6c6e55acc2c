using Atelier.Core;

namespace Atelier.Training;

/// <summary>How phases are trained.</summary>
public sealed record FitOptions
{
    /// <summary>Whether the weights of the epochs are averaged (stochastic weight averaging); no by default.</summary>
    public bool UseSwa { get; init; }

    /// <summary>The epoch, 1-based, at whose end averaging starts; 1 by default.</summary>
    public int SwaStart { get; init => field = Require.Positive(value); } = 1;

    /// <summary>The averaged model is evaluated every so many epochs after the start, and at the end; 5 by default.</summary>
    public int SwaEvaluationFrequency { get; init => field = Require.Positive(value); } = 5;

    /// <summary>Epochs from one averaged model to the next, the length of a cycle; 1 by default.</summary>
    public int SwaCycleLength { get; init => field = Require.Positive(value); } = 1;

    /// <summary>Whether the weights before the start count as a model; by default not, as in the library.</summary>
    public SwaCount SwaCount { get; init; } = SwaCount.Library;

    /// <summary>Batches whose gradients are averaged into one step, 1 or more; 1 by default. An epoch's last step may have fewer.</summary>
    public int Accumulation { get; init => field = Require.Positive(value); } = 1;

    /// <summary>
    /// Whether to end quietly when the loss is over four times the best after the tenth batch, or not a number; no by default:
    /// then a loss that is not a number is an error.
    /// </summary>
    public bool StopOnDivergence { get; init; }

    /// <summary>Where and how often to keep the run's whole state; null, the default, for nowhere.</summary>
    public CheckpointOptions? Checkpoints { get; init; }

    /// <summary>Told after each batch; null for nobody.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }
}
