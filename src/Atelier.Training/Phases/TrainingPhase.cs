using Atelier.Core;
using Atelier.Data;

namespace Atelier.Training;

/// <summary>A stretch of training with one optimizer and one schedule for its hyper-parameters. A run is a list of phases.</summary>
/// <remarks>Source: fastai 0.7, <c>TrainingPhase</c>. Departs from it: a phase's beta and weight decay also apply to an
/// optimizer kept from the previous phase, and RMSprop has no momentum unless you ask for it.</remarks>
/// <example><code>
/// TrainingPhase[] phases =
/// [
///     new() { Epochs = 1, LearningRate = 1e-2 },
///     new() { Epochs = 2, LearningRate = (1e-2, 1e-4), LearningRateDecay = Decay.Cosine },
/// ];
/// learner.FitPhases(phases);
/// </code></example>
public sealed record TrainingPhase
{
    /// <summary>Length in epochs, greater than 0, whole or not; 1 by default.</summary>
    public double Epochs { get; init => field = Require.Positive(value); } = 1;

    /// <summary>The optimizer; SGD by default.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Sgd;

    /// <summary>Learning rate, 0 or more: a constant or a start and an end, each for all layers or by layer group; 1e-2 by default.</summary>
    public Annealing LearningRate { get; init => field = NonNegative(value, nameof(LearningRate)); } = 1e-2;

    /// <summary>How the learning rate moves from start to end; it stays constant by default.</summary>
    public Decay LearningRateDecay { get; init; } = Decay.None;

    /// <summary>Momentum, or beta1 for the Adam family, in [0,1); null, the default, for the optimizer's own: 0.9, and 0 for RMSprop.</summary>
    public Annealing? Momentum { get; init => field = Fraction(value, nameof(Momentum)); }

    /// <summary>How the momentum moves from start to end; it stays constant by default.</summary>
    public Decay MomentumDecay { get; init; } = Decay.None;

    /// <summary>beta2 for the Adam family, alpha for RMSprop, in [0,1); null, the default, for the optimizer's own: 0.999 and 0.99.</summary>
    public double? Beta { get; init => field = value is null ? null : Require.InRange(value.Value, 0, 1 - 1e-12); }

    /// <summary>Weight decay, 0 or more, for all layers or by layer group; null, the default, for the previous phase's, initially 0.</summary>
    public GroupValues? WeightDecay { get; init => field = value is null ? null : NonNegative(value, nameof(WeightDecay)).Start; }

    /// <summary>Whether weight decay is part of the loss (L2), the default; otherwise it is decoupled: p -= wd lr p before the step.</summary>
    public bool WeightDecayInLoss { get; init; } = true;

    /// <summary>Data of this phase; null, the default, for the learner's.</summary>
    public TrainingData? Data { get; init; }

    /// <summary>Image size of this phase, in pixels per side; null, the default, for the data's own.</summary>
    public int? ImageSize { get; init => field = value is null ? null : Require.Positive(value.Value); }

    private static IEnumerable<double> Numbers(Annealing value) => value.End is { } end ? value.Start.Concat(end) : value.Start;

    private static Annealing NonNegative(Annealing value, string name)
    {
        foreach (var number in Numbers(value))
            Require.NonNegative(number, name);
        return value;
    }

    private static Annealing? Fraction(Annealing? value, string name)
    {
        foreach (var number in value is null ? [] : Numbers(value))
            Require.InRange(number, 0, 1 - 1e-12, name);
        return value is { Groups: > 1 } ? throw new ArgumentException("Momentum is the same for all layer groups: give one value.", name) : value;
    }
}

/// <summary>A recipe cannot be trained: which phase, what is wrong, and what to do.</summary>
public sealed class RecipeException(string message, Exception? innerException = null) : AtelierException(message, innerException);
