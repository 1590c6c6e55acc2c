namespace Atelier.Training;

/// <summary>What a sweep over learning rates showed.</summary>
/// <param name="History">Loss by learning rate, up to where it diverged.</param>
/// <param name="Steepest">Where the smoothed loss falls fastest: the rate to try first. Null if it never fell.</param>
/// <param name="LargestSafe">A tenth of the rate with the lowest smoothed loss: an upper limit. Null if it never fell.</param>
/// <remarks>Smith, "Cyclical Learning Rates for Training Neural Networks", 2017, section 3.3; the two suggestions are fastai's.</remarks>
public sealed record LearningRateSweep(RunHistory History, double? Steepest, double? LargestSafe)
{
    // The debiased average is still a single loss or two there, and its slope mere noise.
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
