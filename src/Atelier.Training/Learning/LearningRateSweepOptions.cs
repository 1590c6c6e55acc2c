using Atelier.Core;

namespace Atelier.Training;

/// <summary>How to look for a learning rate.</summary>
public sealed record LearningRateSweepOptions
{
    /// <summary>The first rate, greater than 0; 1e-5 by default.</summary>
    public double Start { get; init => field = Require.Positive(value); } = 1e-5;

    /// <summary>The rate that the sweep leads to, greater than 0; 10 by default.</summary>
    public double End { get; init => field = Require.Positive(value); } = 10;

    /// <summary>Batches to train, 20 or more; 100 by default. More than an epoch has go round again.</summary>
    public int Batches { get; init => field = Require.InRange(value, 20, 1_000_000); } = 100;

    /// <summary>The optimizer that the rate is for; SGD by default.</summary>
    public OptimizerFactory Optimizer { get; init; } = OptimizerKinds.Sgd;

    /// <summary>Told after each batch; null for nobody.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }
}
