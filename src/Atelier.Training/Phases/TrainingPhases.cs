using Atelier.Core;

namespace Atelier.Training;

/// <summary>Well-known recipes as phases, to use as they are or to change with <c>with</c>.</summary>
public static class TrainingPhases
{
    // SGDR warms up at this fraction of its rate.
    private const double WarmUpShare = 100;

    /// <summary>SGDR: cosine cycles with warm restarts, after a short warm-up at a hundredth of the rate.</summary>
    /// <param name="learningRate">The rate at which each cycle starts, greater than 0.</param>
    /// <param name="cycles">How many cycles, 1 or more.</param>
    /// <param name="length">Length of the first cycle in epochs, greater than 0; a twentieth of it is the warm-up.</param>
    /// <param name="multiplier">How much longer each cycle is than the one before: 2 doubles it. Greater than 0.</param>
    /// <param name="optimizer">SGD if null.</param>
    /// <remarks>Loshchilov and Hutter, 2017; the warm-up is the lesson's.</remarks>
    public static IReadOnlyList<TrainingPhase> Sgdr(
        double learningRate, int cycles = 1, double length = 1, double multiplier = 1, OptimizerKind? optimizer = null)
    {
        Require.Positive(learningRate, nameof(learningRate));
        Require.Positive(cycles, nameof(cycles));
        Require.Positive(length, nameof(length));
        Require.Positive(multiplier, nameof(multiplier));
        var cycle = new TrainingPhase { LearningRate = learningRate, LearningRateDecay = Decay.Cosine, Optimizer = optimizer ?? OptimizerKind.Sgd };
        return
        [
            cycle with { Epochs = length / 20, LearningRate = learningRate / WarmUpShare, LearningRateDecay = Decay.None },
            cycle with { Epochs = length * 19 / 20 },
            .. Enumerable.Range(1, cycles - 1).Select(k => cycle with { Epochs = length * Math.Pow(multiplier, k) }),
        ];
    }

    /// <summary>One cycle: the rate goes up, down, and in a last stretch far below; the momentum goes the other way.</summary>
    /// <param name="learningRate">The highest rate, greater than 0.</param>
    /// <param name="length">Epochs in total, greater than 0.</param>
    /// <param name="divisor">The cycle starts and ends at the highest rate divided by this, greater than 1.</param>
    /// <param name="tail">The share of the length for the last stretch, which falls to a hundredth of the cycle's end; in [0,1).</param>
    /// <param name="maxMomentum">Momentum at the cycle's ends and in the last stretch, in [0,1).</param>
    /// <param name="minMomentum">Momentum at the highest rate, in [0,1).</param>
    /// <param name="optimizer">SGD if null.</param>
    /// <remarks>Smith, "A disciplined approach to neural network hyper-parameters: part 1", 2018.</remarks>
    public static IReadOnlyList<TrainingPhase> OneCycle(
        double learningRate, double length = 1, double divisor = 10, double tail = 0.1,
        double maxMomentum = 0.95, double minMomentum = 0.85, OptimizerKind? optimizer = null)
    {
        Require.Positive(learningRate, nameof(learningRate));
        Require.Positive(length, nameof(length));
        Require.InRange(divisor, 1, double.MaxValue, nameof(divisor));
        Require.InRange(tail, 0, 1 - 1e-9, nameof(tail));
        var (low, half) = (learningRate / divisor, (1 - tail) * length / 2);
        var up = new TrainingPhase
        {
            Epochs = half,
            Optimizer = optimizer ?? OptimizerKind.Sgd,
            LearningRate = (low, learningRate),
            LearningRateDecay = Decay.Linear,
            Momentum = (maxMomentum, minMomentum),
            MomentumDecay = Decay.Linear,
        };
        var down = up with { LearningRate = (learningRate, low), Momentum = (minMomentum, maxMomentum) };
        if (tail == 0)
            return [up, down];
        var last = up with { Epochs = tail * length, LearningRate = (low, low / 100), Momentum = maxMomentum, MomentumDecay = Decay.None };
        return [up, down, last];
    }

    /// <summary>A rate that drops by the same factor in steps.</summary>
    /// <param name="learningRate">The first rate, greater than 0.</param>
    /// <param name="steps">How many stretches of constant rate, 1 or more.</param>
    /// <param name="length">Epochs of each, greater than 0.</param>
    /// <param name="factor">What each drop multiplies the rate by, greater than 0.</param>
    /// <param name="optimizer">SGD if null.</param>
    public static IReadOnlyList<TrainingPhase> Steps(
        double learningRate, int steps = 3, double length = 1, double factor = 0.1, OptimizerKind? optimizer = null)
    {
        Require.Positive(learningRate, nameof(learningRate));
        Require.Positive(steps, nameof(steps));
        Require.Positive(length, nameof(length));
        Require.Positive(factor, nameof(factor));
        return
        [
            .. Enumerable.Range(0, steps).Select(k => new TrainingPhase
            {
                Epochs = length,
                LearningRate = learningRate * Math.Pow(factor, k),
                Optimizer = optimizer ?? OptimizerKind.Sgd,
            }),
        ];
    }

    /// <summary>A linear climb of the rate before other phases, with the first one's optimizer, momentum and data. It takes the place of SGDR's own warm-up, after which the rate would jump a hundredfold.</summary>
    /// <param name="phases">The phases that follow, at least one; they keep their lengths.</param>
    /// <param name="epochs">Length of the climb, greater than 0.</param>
    /// <param name="divisor">It starts at the first phase's rate divided by this, 1 or more.</param>
    public static IReadOnlyList<TrainingPhase> WarmUp(IReadOnlyList<TrainingPhase> phases, double epochs = 1, double divisor = 100)
    {
        Require.NotEmpty(phases, nameof(phases));
        Require.Positive(epochs, nameof(epochs));
        Require.InRange(divisor, 1, double.MaxValue, nameof(divisor));
        if (phases is [var first, var second, ..] && IsWarmUpOf(first, second))
            phases = [.. phases.Skip(1)];
        var target = phases[0].LearningRate.Start;
        var climb = phases[0] with
        {
            Epochs = epochs,
            LearningRate = ([.. target.Select(rate => rate / divisor)], target),
            LearningRateDecay = Decay.Linear,
            Momentum = phases[0].Momentum is { } momentum ? new(momentum.Start) : null,
            MomentumDecay = Decay.None,
        };
        return [climb, .. phases];
    }

    // As Sgdr makes it.
    private static bool IsWarmUpOf(TrainingPhase first, TrainingPhase second) =>
        first.LearningRateDecay == Decay.None && second.LearningRateDecay == Decay.Cosine && first.LearningRate.Start.Count == second.LearningRate.Start.Count
        && first.LearningRate.Start.Zip(second.LearningRate.Start).All(rates => Math.Abs(rates.First * WarmUpShare / rates.Second - 1) < 1e-9);
}
