using Atelier.Core;
using SkiaSharp;

namespace Atelier.Runs;

/// <summary>Curves of several runs in one plot.</summary>
internal static class CurvesPlot
{
    private const float Width = 860, Height = 440;
    private static readonly SKColor[] Colors = [PlotTheme.Blue, PlotTheme.Amber, PlotTheme.Green, PlotTheme.Red];

    /// <summary>Draws into a file.</summary>
    /// <param name="curves">1 to 4 curves by name, each with at least one point.</param>
    /// <param name="path">Ends in .png or .svg.</param>
    /// <param name="title">What the vertical axis shows.</param>
    /// <param name="across">What the horizontal axis shows.</param>
    public static void Save(IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> curves, string path, string title, string across)
    {
        Require.NotEmpty(curves, nameof(curves));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(curves.Count, Colors.Length, nameof(curves));
        using var panel = new Panel(title, across);
        foreach (var ((name, points), color) in curves.Zip(Colors))
        {
            panel.Line(points, color.WithAlpha(150), width: 1.4f);
            panel.Points(points, color, name, size: 7);
        }
        (double X, double Y)[] all = [.. curves.SelectMany(curve => curve.Points)];
        var (left, right) = (all.Min(point => point.X), all.Max(point => point.X));
        var (low, high) = (all.Min(point => point.Y), all.Max(point => point.Y));
        var (aside, above) = (Math.Max((right - left) * 0.02, 1e-9), Math.Max((high - low) * 0.06, 1e-9));
        panel.Limits(left - aside, right + aside, low - above, high + above);
        PlotFile.Save(path, Width, Height, canvas => panel.Draw(canvas, SKRect.Create(Width, Height)));
    }
}
