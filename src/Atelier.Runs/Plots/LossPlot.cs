using Atelier.Training;
using SkiaSharp;

namespace Atelier.Runs;

/// <summary>Training loss batch by batch, raw (faint) and smoothed (strong); validation loss, including the averaged model's, at the ends of epochs.</summary>
internal static class LossPlot
{
    private const float Width = 860, Height = 440;

    // A few wild batches, usually the first ones, must not flatten all the rest.
    private const double Shown = 0.985;

    /// <summary>Draws into a file; see <see cref="RunPlots.PlotLoss"/>.</summary>
    public static void Save(RunHistory history, string path)
    {
        (double X, double Y)[] raw = Finite(history.Batches.Select(batch => ((double)batch.Batch, batch.Loss)));
        (double X, double Y)[] smooth = Finite(history.Batches.Select(batch => ((double)batch.Batch, batch.SmoothedLoss)));
        (double X, double Y)[] valid = Finite(history.Epochs.Select(epoch => ((double)epoch.Batches, epoch.ValidLoss)));
        (double X, double Y)[] swa = Finite(history.Epochs.Select(epoch => ((double)epoch.Batches, epoch.Figure("swa_loss"))));
        using var panel = new Panel("Loss", "iteration");
        foreach (var phase in history.Phases.Skip(1))
            panel.Boundary(phase.First, PlotTheme.Frame, 1);
        panel.Line(raw, PlotTheme.Blue.WithAlpha((byte)(raw.Length > 5000 ? 35 : 60)), raw.Length > 0 ? "batch" : null, width: 1);
        panel.Line(smooth, PlotTheme.Blue, smooth.Length > 0 ? "smoothed" : null);
        panel.Line(valid, PlotTheme.Amber.WithAlpha(130), width: 1.2f);
        panel.Points(valid, PlotTheme.Amber, "validation");
        panel.Line(swa, PlotTheme.Green.WithAlpha(130), width: 1.2f, dashed: true);
        panel.Points(swa, PlotTheme.Green, "validation, SWA");

        var all = raw.Concat(smooth).Concat(valid).Concat(swa).Select(point => point.Y).DefaultIfEmpty(1).Order().ToArray();
        var sure = valid.Concat(swa).Select(point => point.Y).Append(all[(int)((all.Length - 1) * Shown)]).Max();
        var (low, high) = (all[0], Math.Min(Math.Max(sure, smooth.Select(point => point.Y).DefaultIfEmpty(sure).Max()), sure * 1.6 + 1e-12));
        var margin = high > low ? (high - low) * 0.06 : Math.Max(Math.Abs(high), 1e-6);
        var total = Math.Max(1, Math.Max(history.Batches.Count, history.Epochs.Select(epoch => epoch.Batches).DefaultIfEmpty(0).Max()));
        panel.Limits(-0.015 * total, total * 1.015, low >= 0 ? Math.Max(0, low - margin) : low - margin, high + margin);
        PlotFile.Save(path, Width, Height, canvas => panel.Draw(canvas, SKRect.Create(Width, Height)));
    }

    private static (double X, double Y)[] Finite(IEnumerable<(double X, double Y)> points) => [.. points.Where(point => double.IsFinite(point.Y))];
}
