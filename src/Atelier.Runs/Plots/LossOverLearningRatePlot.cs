using Atelier.Training;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Atelier.Runs;

/// <summary>Loss over the learning rate, whose axis is logarithmic, with suggestions marked: what a learning-rate sweep found.</summary>
internal static class LossOverLearningRatePlot
{
    private const float Width = 760, Height = 440;

    /// <summary>Draws into a file; see <see cref="RunPlots.PlotLossOverLearningRate(RunHistory, string, double?, double?)"/>.</summary>
    public static void Save(RunHistory history, string path, double? steepest, double? largestSafe)
    {
        BatchRecord[] batches = [.. history.Batches.Where(batch => batch.LearningRate > 0)];
        (double X, double Y)[] raw = [.. batches.Select(batch => (Math.Log10(batch.LearningRate), batch.Loss)).Where(point => double.IsFinite(point.Loss))];
        (double X, double Y)[] smooth = [.. batches.Select(batch => (Math.Log10(batch.LearningRate), batch.SmoothedLoss)).Where(point => double.IsFinite(point.SmoothedLoss))];
        using var panel = new Panel("Loss", "learning rate");
        panel.Line(raw, PlotTheme.Blue.WithAlpha(60), raw.Length > 0 ? "batch" : null, width: 1);
        panel.Line(smooth, PlotTheme.Blue, smooth.Length > 0 ? "smoothed" : null);
        foreach (var (rate, color, name) in Marks(steepest, largestSafe))
        {
            panel.Boundary(Math.Log10(rate), color, 1.4f);
            if (smooth.Length > 0)
                panel.Points([smooth.MinBy(point => Math.Abs(point.X - Math.Log10(rate)))], color, $"{name} {PlotTheme.Number(Rounded(rate))}", size: 11);
        }
        SetLimits(panel, smooth, raw);
        PlotFile.Save(path, Width, Height, canvas => panel.Draw(canvas, SKRect.Create(Width, Height)));
    }

    private static IEnumerable<(double Rate, SKColor Color, string Name)> Marks(double? steepest, double? largestSafe)
    {
        if (steepest is > 0 and { } steep)
            yield return (steep, PlotTheme.Red, "steepest");
        if (largestSafe is > 0 and { } safe)
            yield return (safe, PlotTheme.Green, "a tenth of the lowest");
    }

    // The end, where the loss explodes, is cut off: the valley is what matters.
    private static void SetLimits(Panel panel, (double X, double Y)[] smooth, (double X, double Y)[] raw)
    {
        var (left, right) = smooth.Length > 0 ? (smooth.Min(point => point.X), smooth.Max(point => point.X)) : (-5, 1);
        var first = smooth.Take(Math.Max(1, smooth.Length / 2)).Select(point => point.Y).DefaultIfEmpty(1).Max();
        var low = smooth.Select(point => point.Y).DefaultIfEmpty(0).Min();
        var high = Math.Min(smooth.Select(point => point.Y).DefaultIfEmpty(1).Max(), first + 0.6 * (first - low));
        var margin = Math.Max((high - low) * 0.08, 1e-6);
        panel.Plot.Axes.Bottom.TickGenerator = LogTicks(left, right);
        var across = Math.Max(0.05, (right - left) * 0.02);
        panel.Limits(left - across, right + across, raw.Select(point => point.Y).Append(low).Min() - margin, high + margin);
    }

    private static NumericManual LogTicks(double left, double right)
    {
        var ticks = new NumericManual();
        var few = right - left < 2.5;
        for (var exponent = (int)Math.Floor(left); exponent <= Math.Ceiling(right); exponent++)
            for (var digit = 1; digit < 10; digit++)
                if (digit == 1 || (few && digit is 2 or 5))
                    ticks.AddMajor(exponent + Math.Log10(digit), PlotTheme.Number(double.Parse($"{digit}e{exponent}")));
                else
                    ticks.AddMinor(exponent + Math.Log10(digit));
        return ticks;
    }

    private static double Rounded(double rate) => double.Parse(rate.ToString("E1"));
}
