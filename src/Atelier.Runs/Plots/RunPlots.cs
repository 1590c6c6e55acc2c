using Atelier.Core;
using Atelier.Training;

namespace Atelier.Runs;

/// <summary>Plots of runs and models, as PNG or SVG by the path's extension; an existing file is replaced as a whole. Thread-safe while the history does not change.</summary>
/// <exception cref="ArgumentException">Of each: the path ends in neither .png nor .svg.</exception>
/// <exception cref="FileAccessException">Of each: the file cannot be written.</exception>
public static class RunPlots
{
    /// <summary>Learning rate and momentum over iterations side by side, with a red dashed line at each phase's first batch.</summary>
    /// <param name="history">A run's, or the <see cref="RunHistory.Preview"/> of phases.</param>
    /// <param name="path">Ends in .png or .svg.</param>
    /// <param name="showText">Whether to write each phase's optimizer, weight decay and beta in its middle, where they fit.</param>
    /// <param name="showMomentum">Whether to draw the momentum panel.</param>
    public static void PlotLearningRate(this RunHistory history, string path, bool showText = true, bool showMomentum = true)
    {
        ArgumentNullException.ThrowIfNull(history);
        LearningRatePlot.Save(history, path, showText, showMomentum);
    }

    /// <summary>Training loss over iterations, raw and smoothed; validation loss, including the averaged model's, at the ends of epochs.</summary>
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

    /// <summary>Each metric by epoch; the averaged model's is dashed.</summary>
    public static void PlotMetrics(this RunHistory history, string path)
    {
        ArgumentNullException.ThrowIfNull(history);
        MetricsPlot.Save(history, path);
    }

    /// <summary>Counts by class (row) and prediction (column), shaded by the share of the row.</summary>
    /// <param name="matrix">After a validation pass.</param>
    /// <param name="classes">The names of its classes.</param>
    /// <param name="path">Ends in .png or .svg.</param>
    public static void PlotConfusion(this ConfusionMatrix matrix, IReadOnlyList<string> classes, string path)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ConfusionMatrixPlot.Save(matrix.Counts, classes, path);
    }

    /// <summary>Pictures in rows, each with a caption: the highest losses, the most confused classes, or anything else.</summary>
    /// <param name="pictures">At least one; each is shown whole, at most 150 units a side.</param>
    /// <param name="path">Ends in .png or .svg.</param>
    /// <param name="title">Above them.</param>
    /// <param name="columns">How many in a row, 1 or more.</param>
    /// <exception cref="ArgumentException">There is no picture.</exception>
    public static void PlotSamples(this IReadOnlyList<SamplePicture> pictures, string path, string title, int columns = 6) =>
        SamplesSheet.Save(pictures, path, title, columns);

    /// <summary>
    /// Two figures of several choices against each other, such as what each gains and what it costs: a faint point per seed, a strong one at
    /// the mean, with arms of one standard deviation.
    /// </summary>
    /// <param name="choices">At least one, each with at least one seed.</param>
    /// <param name="path">Ends in .png or .svg.</param>
    /// <param name="title">What the vertical axis shows.</param>
    /// <param name="across">What the horizontal axis shows.</param>
    /// <param name="level">A dashed line at this height, with its name; null for none.</param>
    /// <exception cref="ArgumentException">There is no choice.</exception>
    public static void PlotTradeOff(this IReadOnlyList<TradeOffGroup> choices, string path, string title, string across, (double Y, string Name)? level = null) =>
        TradeOffPlot.Save(choices, path, title, across, level);
}

/// <summary>What one choice came to with several seeds, in two figures.</summary>
/// <param name="Name">The choice's short name.</param>
/// <param name="Points">One per seed: the horizontal figure, the vertical figure.</param>
public sealed record TradeOffGroup(string Name, IReadOnlyList<(double X, double Y)> Points);
