using Atelier.Core;
using Atelier.Training;

namespace Atelier.Runs;

/// <summary>Plots of a run, as PNG or SVG by the path's extension; an existing file is replaced as a whole. Thread-safe on histories that stay.</summary>
/// <exception cref="ArgumentException">Of each: the path ends in neither .png nor .svg.</exception>
/// <exception cref="FileAccessException">Of each: the file cannot be written.</exception>
public static class RunPlots
{
    /// <summary>Learning rate and momentum over iterations side by side, a red dashed line at each phase's first batch.</summary>
    /// <param name="history">A run's, or the <see cref="RunHistory.Preview"/> of phases.</param>
    /// <param name="path">Ends in .png or .svg.</param>
    /// <param name="showText">Whether each phase's optimizer, weight decay and beta stand in its middle, where they fit.</param>
    /// <param name="showMomentum">Whether the panel of the momentum is drawn.</param>
    public static void PlotLearningRate(this RunHistory history, string path, bool showText = true, bool showMomentum = true)
    {
        ArgumentNullException.ThrowIfNull(history);
        LearningRatePlot.Save(history, path, showText, showMomentum);
    }

    /// <summary>Training loss over iterations, raw and smoothed; validation loss, also of the averaged model, at the ends of epochs.</summary>
    public static void PlotLoss(this RunHistory history, string path)
    {
        ArgumentNullException.ThrowIfNull(history);
        LossPlot.Save(history, path);
    }

    /// <summary>Loss over the learning rate, on a logarithmic axis, with suggestions marked.</summary>
    /// <param name="history">A sweep's.</param>
    /// <param name="path">Ends in .png or .svg.</param>
    /// <param name="steepest">Where the loss falls fastest; null for no mark.</param>
    /// <param name="largestSafe">A tenth of the rate with the lowest loss; null for no mark.</param>
    public static void PlotLossOverLearningRate(this RunHistory history, string path, double? steepest = null, double? largestSafe = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        LossOverLearningRatePlot.Save(history, path, steepest, largestSafe);
    }

    /// <summary>Loss over the learning rate, with the sweep's suggestions marked.</summary>
    public static void PlotLossOverLearningRate(this LearningRateSweep sweep, string path)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        sweep.History.PlotLossOverLearningRate(path, sweep.Steepest, sweep.LargestSafe);
    }

    /// <summary>Each metric by epoch, the averaged model's dashed.</summary>
    public static void PlotMetrics(this RunHistory history, string path)
    {
        ArgumentNullException.ThrowIfNull(history);
        MetricsPlot.Save(history, path);
    }
}
