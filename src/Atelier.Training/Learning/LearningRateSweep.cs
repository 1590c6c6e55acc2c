using Atelier.Core;

namespace Atelier.Training;

/// <summary>What a sweep over learning rates found.</summary>
/// <param name="History">Loss by learning rate, up to where it diverged.</param>
/// <param name="Steepest">Where the smoothed loss falls fastest: the rate to try first. Null if it never fell.</param>
/// <param name="LargestSafe">A tenth of the rate with the lowest smoothed loss: an upper limit. Null if it never fell.</param>
/// <remarks>Smith, "Cyclical Learning Rates for Training Neural Networks", 2017, section 3.3; the two suggestions are fastai's.</remarks>
public sealed record LearningRateSweep(RunHistory History, double? Steepest, double? LargestSafe)
{
    // The debiased average is still only one or two losses there, and its slope is just noise.
    private const int Unsettled = 5;
    private const int HalfWindow = 2;

    internal static LearningRateSweep FromHistory(RunHistory history)
    {
        var batches = history.Batches.Where(batch => double.IsFinite(batch.SmoothedLoss)).Skip(Unsettled).ToList();
        if (batches.Count <= 2 * HalfWindow)
            return new(history, null, null);
        var lowest = batches.MinBy(batch => batch.SmoothedLoss);
        var slopes = Enumerable.Range(HalfWindow, batches.Count - 2 * HalfWindow)
            .Select(i => (batches[i].LearningRate, Slope: Slope(batches[i - HalfWindow], batches[i + HalfWindow])))
            .Where(at => at.LearningRate <= lowest.LearningRate && at.Slope < 0)
            .ToList();
        return slopes.Count == 0 ? new(history, null, null) : new(history, slopes.MinBy(at => at.Slope).LearningRate, lowest.LearningRate / 10);
    }

    private static double Slope(BatchRecord before, BatchRecord after) =>
        (after.SmoothedLoss - before.SmoothedLoss) / Math.Log(after.LearningRate / before.LearningRate);
}

/// <summary>How to search for a learning rate.</summary>
public sealed record LearningRateSweepOptions
{
    /// <summary>The first rate, greater than 0; 1e-5 by default.</summary>
    public double Start { get; init => field = Require.Positive(value); } = 1e-5;

    /// <summary>The rate that the sweep leads to, greater than 0; 10 by default.</summary>
    public double End { get; init => field = Require.Positive(value); } = 10;

    /// <summary>Batches to train, 20 or more; 100 by default. If an epoch has fewer, the data repeats.</summary>
    public int Batches { get; init => field = Require.InRange(value, 20, 1_000_000); } = 100;

    /// <summary>The optimizer to find the rate for; SGD by default.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Sgd;

    /// <summary>Told after each batch; null for nobody.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }
}
