using Atelier.Core;
using SkiaSharp;

namespace Atelier.Runs;

/// <summary>See <see cref="RunPlots.PlotTradeOff"/>.</summary>
internal static class TradeOffPlot
{
    private const float Width = 860, Height = 520, Radius = 7.5f, SeedRadius = 4.2f, LabelSize = 14;

    public static void Save(IReadOnlyList<TradeOffGroup> groups, string path, string title, string across, (double Y, string Name)? level = null)
    {
        Require.NotEmpty(groups, nameof(groups));
        using var panel = new Panel(title, across);
        var (xs, ys) = (Range(groups.SelectMany(group => group.Points).Select(point => point.X)), Range(groups.SelectMany(group => group.Points).Select(point => point.Y).Append(level?.Y ?? groups[0].Points[0].Y)));
        panel.Limits(xs.Low, xs.High, ys.Low, ys.High);
        panel.Plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = PlotTheme.Number, TickDensity = 0.6 };
        PlotFile.Save(path, Width, Height, canvas =>
        {
            panel.Draw(canvas, SKRect.Create(Width, Height));
            if (level is { } line)
                Level(canvas, panel, line.Y, line.Name);
            foreach (var (index, group) in groups.Index())
                Seeds(canvas, panel, group, Color(index));
            List<SKRect> taken = [.. groups.SelectMany(group => Marks(panel, group))];
            foreach (var (index, group) in groups.Index())
                Mean(canvas, panel, group, Color(index), taken);
        });
    }

    private static SKColor Color(int index) => PlotTheme.Series[index % PlotTheme.Series.Count];

    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        var (low, high) = (values.Min(), values.Max());
        var margin = Math.Max((high - low) * 0.18, 1e-4);
        return (low - margin, high + margin);
    }

    private static void Level(SKCanvas canvas, Panel panel, double y, string name)
    {
        Dashes.Draw(canvas, [new(panel.Data.Left, panel.Y(y)), new(panel.Data.Right, panel.Y(y))], PlotTheme.Muted, 1.2f);
        PlotTheme.Text(canvas, name, panel.Data.Right - 4, panel.Y(y) - 7, PlotTheme.Muted, align: SKTextAlign.Right);
    }

    private static void Seeds(SKCanvas canvas, Panel panel, TradeOffGroup group, SKColor color)
    {
        using var faint = new SKPaint { Color = color.WithAlpha(70), IsAntialias = true };
        foreach (var (x, y) in group.Points)
            canvas.DrawCircle(panel.X(x), panel.Y(y), SeedRadius, faint);
    }

    // Everything that text must not hide: seeds, mean, vertical arms.
    private static IEnumerable<SKRect> Marks(Panel panel, TradeOffGroup group)
    {
        var (x, (y, spread)) = (panel.X(group.Points.Average(point => point.X)), Moments(group.Points.Select(point => point.Y)));
        return
        [
            Center(panel, group),
            new(x - PlotTheme.LineWidth, panel.Y(y + spread), x + PlotTheme.LineWidth, panel.Y(y - spread)),
            .. group.Points.Select(point => Around(panel, point.X, point.Y, SeedRadius)),
        ];
    }

    private static SKRect Center(Panel panel, TradeOffGroup group) =>
        Around(panel, group.Points.Average(point => point.X), group.Points.Average(point => point.Y), Radius);

    private static SKRect Around(Panel panel, double x, double y, float radius) =>
        new(panel.X(x) - radius, panel.Y(y) - radius, panel.X(x) + radius, panel.Y(y) + radius);

    private static void Mean(SKCanvas canvas, Panel panel, TradeOffGroup group, SKColor color, List<SKRect> taken)
    {
        var (x, spreadX) = Moments(group.Points.Select(point => point.X));
        var (y, spreadY) = Moments(group.Points.Select(point => point.Y));
        using var strong = new SKPaint { Color = color, IsAntialias = true, StrokeWidth = PlotTheme.LineWidth, StrokeCap = SKStrokeCap.Round };
        using var edge = new SKPaint { Color = PlotTheme.Paper, IsAntialias = true };
        canvas.DrawLine(panel.X(x - spreadX), panel.Y(y), panel.X(x + spreadX), panel.Y(y), strong);
        canvas.DrawLine(panel.X(x), panel.Y(y - spreadY), panel.X(x), panel.Y(y + spreadY), strong);
        canvas.DrawCircle(panel.X(x), panel.Y(y), Radius + 1.6f, edge);
        canvas.DrawCircle(panel.X(x), panel.Y(y), Radius, strong);
        var label = Place(panel, Center(panel, group), PlotTheme.Width(group.Name, LabelSize, semiBold: true), taken);
        taken.Add(label);
        PlotTheme.Text(canvas, group.Name, label.Left, label.Bottom - 3, color, LabelSize, semiBold: true);
    }

    // Above or below the mean, right or left, close or a little farther away: the first free place.
    private static SKRect Place(Panel panel, SKRect mean, float width, List<SKRect> taken)
    {
        const float height = LabelSize + 4;
        SKRect[] places =
        [
            .. from away in (float[])[3, 14]
               from top in (float[])[mean.Top - away - height, mean.Bottom + away]
               from left in (float[])[mean.Right + 3, mean.Left - 3 - width]
               select SKRect.Create(left, top, width, height),
        ];
        return places.Where(place => panel.Data.Contains(place) && !taken.Exists(place.IntersectsWith)).FirstOrDefault(places[0]);
    }

    private static (double Mean, double Spread) Moments(IEnumerable<double> values)
    {
        double[] all = [.. values];
        var mean = all.Average();
        return (mean, all.Length > 1 ? Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1)) : 0);
    }
}
