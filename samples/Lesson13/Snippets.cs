using Atelier.Training;

namespace Atelier.Samples.Lesson13;

/// <summary>What fast.ai's lesson 13 does with training phases, snippet by snippet, in C#.</summary>
public static class Snippets
{
    /// <summary>Every snippet, by the name of its plot.</summary>
    public static IReadOnlyDictionary<string, Func<Learner, RunEnd>> All { get; } = new Dictionary<string, Func<Learner, RunEnd>>(StringComparer.Ordinal)
    {
        ["step"] = Step,
        ["linear"] = Linear,
        ["cosine"] = Cosine,
        ["exponential"] = Exponential,
        ["polynomial"] = Polynomial,
        ["custom"] = Custom,
        ["sgdr"] = Sgdr,
        ["one-cycle"] = OneCycle,
        ["one-cycle-by-hand"] = OneCycleByHand,
        ["optimizers"] = ChangeOfOptimizer,
        ["weight-decay"] = WeightDecay,
        ["layer-groups"] = LayerGroups,
        ["sizes"] = ImageSizes,
        ["finder"] = Finder,
        ["swa"] = Swa,
    };

    /// <summary>One epoch at a rate, two at a tenth of it.</summary>
    public static RunEnd Step(Learner learner) => learner.FitPhases(
    [
        new() { Epochs = 1, Optimizer = OptimizerKind.Sgd, LearningRate = 1e-2 },
        new() { Epochs = 2, Optimizer = OptimizerKind.Sgd, LearningRate = 1e-3 },
    ]);

    /// <summary>The same, with a straight line between the two.</summary>
    public static RunEnd Linear(Learner learner) => learner.FitPhases(Between(Decay.Linear));

    /// <summary>The same, with half a wave of the cosine.</summary>
    public static RunEnd Cosine(Learner learner) => learner.FitPhases(Between(Decay.Cosine));

    /// <summary>The same, with one factor from batch to batch.</summary>
    public static RunEnd Exponential(Learner learner) => learner.FitPhases(Between(Decay.Exponential));

    /// <summary>The same, with a square, then with a square root.</summary>
    public static RunEnd Polynomial(Learner learner) =>
        learner.FitPhases([.. Between(Decay.Polynomial(2)), .. Between(Decay.Polynomial(0.5))]);

    /// <summary>The same, with a shape of one's own: stairs of four steps.</summary>
    public static RunEnd Custom(Learner learner) =>
        learner.FitPhases(Between(Decay.Custom("stairs", (start, end, t) => start + Math.Floor(4 * t) / 4 * (end - start))));

    /// <summary>Stochastic gradient descent with warm restarts: cycles of one epoch, then two.</summary>
    public static RunEnd Sgdr(Learner learner) =>
        learner.FitPhases(TrainingPhases.Sgdr(learningRate: 1e-2, cycles: 2, length: 1, multiplier: 2));

    /// <summary>One cycle: the rate up and down, the momentum down and up, and a tail.</summary>
    public static RunEnd OneCycle(Learner learner) =>
        learner.FitPhases(TrainingPhases.OneCycle(learningRate: 5e-2, length: 3, divisor: 10, tail: 0.1, maxMomentum: 0.95, minMomentum: 0.85));

    /// <summary>The same from its parts, so that each can be changed.</summary>
    public static RunEnd OneCycleByHand(Learner learner)
    {
        var up = new TrainingPhase
        {
            Epochs = 1.35,
            LearningRate = (5e-3, 5e-2),
            LearningRateDecay = Decay.Linear,
            Momentum = (0.95, 0.85),
            MomentumDecay = Decay.Linear,
        };
        var down = up with { LearningRate = (5e-2, 5e-3), Momentum = (0.85, 0.95) };
        var tail = up with { Epochs = 0.3, LearningRate = (5e-3, 5e-5), Momentum = 0.95, MomentumDecay = Decay.None };
        return learner.FitPhases([up, down, tail]);
    }

    /// <summary>SGD first, then Adam, which starts with averages of its own.</summary>
    public static RunEnd ChangeOfOptimizer(Learner learner) => learner.FitPhases(
    [
        new() { Epochs = 1, Optimizer = OptimizerKind.Sgd, LearningRate = (1e-3, 1e-2), LearningRateDecay = Decay.Linear, Momentum = (0.95, 0.85), MomentumDecay = Decay.Linear },
        new() { Epochs = 1, Optimizer = OptimizerKind.Sgd, LearningRate = (1e-2, 1e-3), LearningRateDecay = Decay.Linear, Momentum = (0.85, 0.95), MomentumDecay = Decay.Linear },
        new() { Epochs = 1, Optimizer = OptimizerKind.Adam, LearningRate = 1e-3, LearningRateDecay = Decay.Cosine, Momentum = 0.9 },
    ]);

    /// <summary>Weight decay in the loss, then decoupled as in AdamW, then none.</summary>
    public static RunEnd WeightDecay(Learner learner) => learner.FitPhases(
    [
        new() { Optimizer = OptimizerKind.Adam, LearningRate = 1e-3, WeightDecay = 1e-2 },
        new() { Optimizer = OptimizerKind.Adam, LearningRate = 1e-3, WeightDecay = 1e-2, WeightDecayInLoss = false, Beta = 0.99 },
        new() { Optimizer = OptimizerKind.Adam, LearningRate = 1e-3, WeightDecay = 0 },
    ]);

    /// <summary>Lower rates for the first layers: one number for each layer group.</summary>
    public static RunEnd LayerGroups(Learner learner)
    {
        double[] rates = [.. Enumerable.Range(1, learner.Groups.Count).Select(group => 1e-2 * Math.Pow(3, group - learner.Groups.Count))];
        return learner.FitPhases([new() { LearningRate = rates }, new() { LearningRate = rates, LearningRateDecay = Decay.Cosine }]);
    }

    /// <summary>Small images first, large ones later; a phase of one and a half epochs is not cut short.</summary>
    public static RunEnd ImageSizes(Learner learner) => learner.FitPhases(
    [
        new() { Epochs = 1.5, LearningRate = 1e-2, ImageSize = 16 },
        new() { Epochs = 1, LearningRate = (1e-2, 1e-4), LearningRateDecay = Decay.Cosine, ImageSize = 32 },
    ]);

    /// <summary>The learning-rate finder is a phase too: exponential, and ended when the loss diverges.</summary>
    public static RunEnd Finder(Learner learner) => learner.FitPhases(
        [new() { LearningRate = (1e-5, 1e5), LearningRateDecay = Decay.Exponential, Epochs = 6 }],
        new() { StopOnDivergence = true });

    /// <summary>Stochastic weight averaging over the last epochs of a constant rate.</summary>
    public static RunEnd Swa(Learner learner) => learner.FitPhases(
        [new() { Epochs = 4, LearningRate = 2e-2 }],
        new() { Callbacks = [new StochasticWeightAveraging { Start = 2, EvaluationFrequency = 2 }] });

    private static TrainingPhase[] Between(Decay decay) =>
    [
        new() { Epochs = 1, LearningRate = 1e-2 },
        new() { Epochs = 1, LearningRate = (1e-2, 1e-3), LearningRateDecay = decay },
        new() { Epochs = 1, LearningRate = 1e-3 },
    ];
}
