using Atelier.Core;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Atelier.Runs;

/// <summary>Groups of bars side by side, with their values above them.</summary>
internal static class BarsPlot
{
    private const float WidthOfGroup = 132, Height = 440;
    private const double Share = 0.76;
    private static readonly SKColor[] Colors = [PlotTheme.Blue, PlotTheme.Amber, PlotTheme.Green, PlotTheme.Red];

    /// <summary>Draws into a file.</summary>
    /// <param name="series">1 to 4 names, one for each bar of a group.</param>
    /// <param name="groups">The groups by name, each with a value, 0 or more, for each of the series.</param>
    /// <param name="path">Ends in .png or .svg.</param>
    /// <param name="title">What the values are.</param>
    /// <param name="format">A .NET number format for the values, such as <c>0.00</c> or <c>P0</c>.</param>
    public static void Save(
        IReadOnlyList<string> series, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> groups, string path, string title, string format = "0.00")
    {
        Require.NotEmpty(series, nameof(series));
        Require.NotEmpty(groups, nameof(groups));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(series.Count, Colors.Length, nameof(series));
        using var panel = new Panel(title, "");
        var ticks = new NumericManual();
        foreach (var (index, group) in groups.Index())
            ticks.AddMajor(index, group.Name);
        panel.Plot.Axes.Bottom.TickGenerator = ticks;
        panel.Plot.Axes.Bottom.MajorTickStyle.Length = 0;
        foreach (var (name, color) in series.Zip(Colors))
            panel.Legend(name, color);
        panel.Limits(-0.6, groups.Count - 0.4, 0, groups.Max(group => group.Values.Max()) * 1.12);
        var width = 90 + Math.Max(5, groups.Count) * WidthOfGroup;
        PlotFile.Save(path, width, Height, canvas =>
        {
            panel.Draw(canvas, SKRect.Create(width, Height));
            foreach (var (index, group) in groups.Index())
                foreach (var (number, value) in group.Values.Index())
                    Bar(canvas, panel, index + Share * ((number + 0.5) / series.Count - 0.5), Share / series.Count * 0.9, value, Colors[number], format);
        });
    }

    private static void Bar(SKCanvas canvas, Panel panel, double center, double width, double value, SKColor color, string format)
    {
        using var paint = new SKPaint { Color = color.WithAlpha(210), IsAntialias = true };
        var place = new SKRect(panel.X(center - width / 2), panel.Y(value), panel.X(center + width / 2), panel.Y(0));
        canvas.DrawRect(place, paint);
        var text = value.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
        PlotTheme.Text(canvas, text, place.MidX, place.Top - 6, PlotTheme.Ink, 11, align: SKTextAlign.Center);
    }
}
