using Atelier.Core;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Atelier.Runs;

/// <summary>Recipes side by side: a point per seed, a bar at the mean, a band of one standard deviation to each side.</summary>
internal static class ComparisonPlot
{
    private const float WidthOfGroup = 190, Height = 440, HalfBar = 0.13f;
    private const double Shift = 0.19;

    /// <summary>Draws into a file.</summary>
    /// <param name="groups">The recipes, at least one.</param>
    /// <param name="path">Ends in .png or .svg.</param>
    /// <param name="title">What the values are, such as <c>Validation accuracy</c>.</param>
    /// <exception cref="ArgumentException">There is no recipe, or the path has another extension.</exception>
    public static void Save(IReadOnlyList<ComparisonGroup> groups, string path, string title)
    {
        Require.NotEmpty(groups, nameof(groups));
        using var panel = new Panel(title, "");
        var ticks = new NumericManual();
        foreach (var (index, group) in groups.Index())
            ticks.AddMajor(index, group.Name);
        panel.Plot.Axes.Bottom.TickGenerator = ticks;
        panel.Plot.Axes.Bottom.MajorTickStyle.Length = 0;
        panel.Plot.Axes.Bottom.TickLabelStyle.ForeColor = PlotTheme.For(PlotTheme.Ink);
        var hasSwa = groups.Any(group => group.Swa.Count > 0);
        panel.Points(Strip(groups, group => group.Plain, hasSwa ? -Shift : 0), PlotTheme.Blue, hasSwa ? "last weights" : null);
        panel.Points(Strip(groups, group => group.Swa, Shift), PlotTheme.Green, "SWA");
        double[] all = [.. groups.SelectMany(group => group.Plain.Concat(group.Swa))];
        var margin = Math.Max((all.Max() - all.Min()) * 0.14, 1e-4);
        panel.Limits(-0.6, groups.Count - 0.4, all.Min() - margin, all.Max() + margin);
        var width = 90 + Math.Max(3, groups.Count) * WidthOfGroup;
        PlotFile.Save(path, width, Height, canvas =>
        {
            panel.Draw(canvas, SKRect.Create(width, Height));
            foreach (var (index, group) in groups.Index())
            {
                Mean(canvas, panel, group.Plain, index - (hasSwa ? Shift : 0), PlotTheme.Blue);
                Mean(canvas, panel, group.Swa, index + Shift, PlotTheme.Green);
            }
        });
    }

    // Equal values would hide each other, so the seeds are spread out a little, in order.
    private static (double X, double Y)[] Strip(IReadOnlyList<ComparisonGroup> groups, Func<ComparisonGroup, IReadOnlyList<double>> of, double shift) =>
    [
        .. groups.Index().SelectMany(entry => of(entry.Item).Index().Select(
            value => (entry.Index + shift + (value.Index - (of(entry.Item).Count - 1) / 2.0) * (0.18 / Math.Max(1, of(entry.Item).Count - 1)), value.Item))),
    ];

    private static void Mean(SKCanvas canvas, Panel panel, IReadOnlyList<double> values, double at, SKColor color)
    {
        if (values.Count == 0)
            return;
        var mean = values.Average();
        var spread = values.Count > 1 ? Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)) : 0;
        var (left, right) = (panel.X(at - HalfBar), panel.X(at + HalfBar));
        using var band = new SKPaint { Color = color.WithAlpha(38), IsAntialias = true };
        using var bar = new SKPaint { Color = color, IsAntialias = true, StrokeWidth = PlotTheme.LineWidth };
        canvas.DrawRect(new(left, panel.Y(mean + spread), right, panel.Y(mean - spread)), band);
        canvas.DrawLine(left, panel.Y(mean), right, panel.Y(mean), bar);
        var top = Math.Min(panel.Y(mean + spread), panel.Y(values.Max())) - 10;
        PlotTheme.Text(canvas, mean.ToString("0.000"), (left + right) / 2, top, PlotTheme.Ink, 12.5f, semiBold: true, align: SKTextAlign.Center);
    }
}

/// <summary>What one recipe reached with several seeds.</summary>
/// <param name="Name">The recipe's short name.</param>
/// <param name="Plain">With the last epoch's weights, one per seed.</param>
/// <param name="Swa">With the averaged weights, one per seed; empty for none.</param>
internal sealed record ComparisonGroup(string Name, IReadOnlyList<double> Plain, IReadOnlyList<double> Swa);
