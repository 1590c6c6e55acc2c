using Atelier.Training;
using SkiaSharp;

namespace Atelier.Runs;

/// <summary>Learning rate and momentum batch by batch, side by side, as the lesson's <c>plot_lr</c> draws them.</summary>
internal static class LearningRatePlot
{
    private const float PanelWidth = 600, Height = 400;

    /// <summary>Draws into a file; see <see cref="RunPlots.PlotLearningRate"/>.</summary>
    public static void Save(RunHistory history, string path, bool showText, bool showMomentum)
    {
        using var rate = Curve(history, "Learning rate", batch => batch.LearningRate, least: 0);
        using var momentum = Curve(history, "Momentum", batch => batch.Momentum, least: null);
        Panel[] panels = showMomentum ? [rate, momentum] : [rate];
        PlotFile.Save(path, PanelWidth * panels.Length, Height, canvas =>
        {
            foreach (var (index, panel) in panels.Index())
            {
                panel.Draw(canvas, SKRect.Create(index * PanelWidth, 0, PanelWidth, Height));
                if (showText)
                    PhaseLabels.Draw(canvas, panel, history, index == 0 ? batch => batch.LearningRate : batch => batch.Momentum);
            }
        });
    }

    private static Panel Curve(RunHistory history, string title, Func<BatchRecord, double> value, double? least)
    {
        var panel = new Panel(title, "iteration");
        var total = Math.Max(1, history.Batches.Count);
        foreach (var phase in history.Phases.Skip(1).Where(phase => phase.First < total))
            panel.Boundary(phase.First, PlotTheme.Red);
        panel.Line([.. history.Batches.Select(batch => ((double)batch.Batch, value(batch)))], PlotTheme.Blue);
        var values = history.Batches.Select(value).Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var (low, high) = (least ?? values.Min(), values.Max());
        // A constant momentum is a line in the middle of a narrow range, with room for labels above it.
        var (below, above) = least is null
            ? (Math.Max(0.015, (high - low) * 0.08), Math.Max(0.035 - (high - low), (high - low) * 0.08))
            : (Math.Max(high, 1e-12) * 0.02, Math.Max(high, 1e-12) * 0.06);
        panel.Limits(-0.015 * total, total * 1.015, low - below, high + above);
        return panel;
    }
}
