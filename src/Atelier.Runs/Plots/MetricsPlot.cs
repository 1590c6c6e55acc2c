using Atelier.Training;
using SkiaSharp;

namespace Atelier.Runs;

/// <summary>Each metric by epoch in its own panel; averaged models are dashed.</summary>
internal static class MetricsPlot
{
    private static readonly string[] Averaged = ["swa_", "ema_"];

    /// <summary>Draws into a file; see <see cref="RunPlots.PlotMetrics"/>.</summary>
    public static void Save(RunHistory history, string path)
    {
        string[] names =
        [
            .. history.Epochs.SelectMany(epoch => epoch.Metrics.Keys)
                .Where(name => !Averaged.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
                .Distinct(StringComparer.Ordinal),
        ];
        Panel[] panels = [.. names.Select(name => Metric(history, name)).DefaultIfEmpty(Metric(history, "no metric"))];
        var columns = panels.Length is 2 or 4 ? 2 : Math.Min(3, panels.Length);
        var rows = (panels.Length + columns - 1) / columns;
        var (width, height) = (columns == 1 ? 760f : columns == 2 ? 560f : 470f, 380f);
        PlotFile.Save(path, columns * width, rows * height, canvas =>
        {
            foreach (var (index, panel) in panels.Index())
                panel.Draw(canvas, SKRect.Create(index % columns * width, index / columns * height, width, height));
        });
        foreach (var panel in panels)
            panel.Dispose();
    }

    private static Panel Metric(RunHistory history, string name)
    {
        var panel = new Panel(Title(name), "epoch");
        var plain = Values(history, name);
        var swa = Values(history, $"swa_{name}");
        var ema = Values(history, $"ema_{name}");
        panel.Line(plain, PlotTheme.Blue, swa.Length + ema.Length > 0 ? "last weights" : null);
        panel.Points(plain, PlotTheme.Blue, size: 8);
        panel.Line(swa, PlotTheme.Green, "SWA", dashed: true);
        panel.Points(swa, PlotTheme.Green, size: 8);
        panel.Line(ema, PlotTheme.Amber, "EMA", dashed: true);
        panel.Points(ema, PlotTheme.Amber, size: 8);
        double[] all = [.. plain.Concat(swa).Concat(ema).Select(point => point.Y).DefaultIfEmpty(0)];
        var margin = Math.Max((all.Max() - all.Min()) * 0.1, 0.005);
        var last = Math.Max(2, history.Epochs.Count);
        panel.Limits(1 - 0.02 * last, last * 1.02, all.Min() - margin, all.Max() + margin);
        return panel;
    }

    private static (double X, double Y)[] Values(RunHistory history, string name) =>
    [
        .. history.Epochs.Where(epoch => double.IsFinite(epoch.Figure(name))).Select(epoch => ((double)epoch.Number, epoch.Figure(name))),
    ];

    private static string Title(string name) => name.Length == 0 ? name : $"{char.ToUpperInvariant(name[0])}{name[1..].Replace('_', ' ')}";
}
