using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Atelier.Runs;

/// <summary>A ScottPlot plot in our theme: title and legend above on one line, horizontal grid, two axes.</summary>
internal sealed class Panel : IDisposable
{
    // A legend's sample must be visible, however faint the curve.
    private const byte LeastOpacity = 110;

    private const float Left = 68, Right = 18, Top = 46, Bottom = 56, LegendGap = 18, SampleWidth = 22;

    private readonly string _title;
    private readonly List<(string Name, SKColor Color, LegendMark Mark)> _legend = [];
    private readonly List<Action<SKCanvas>> _below = [];
    private readonly List<Action<SKCanvas>> _above = [];
    private AxisLimits _limits;

    /// <param name="title">What the vertical axis shows.</param>
    /// <param name="across">What the horizontal axis shows.</param>
    public Panel(string title, string across)
    {
        PlotFont.Register();
        _title = title;
        Plot.RenderManager.ClearCanvasBeforeEachRender = false;
        Plot.FigureBackground.Color = Colors.Transparent;
        Plot.DataBackground.Color = Colors.Transparent;
        Plot.Layout.Fixed(new PixelPadding(Left, Right, Bottom, Top));
        Plot.Axes.Right.IsVisible = false;
        Plot.Axes.Top.IsVisible = false;
        foreach (var axis in (IAxis[])[Plot.Axes.Bottom, Plot.Axes.Left])
        {
            axis.FrameLineStyle.Color = PlotTheme.For(PlotTheme.Frame);
            axis.MajorTickStyle.Color = PlotTheme.For(PlotTheme.Frame);
            axis.MinorTickStyle.Length = 0;
            axis.TickLabelStyle.FontName = PlotFont.Family;
            axis.TickLabelStyle.FontSize = PlotTheme.TextSize;
            axis.TickLabelStyle.ForeColor = PlotTheme.For(PlotTheme.Muted);
        }
        Plot.Axes.Left.FrameLineStyle.Width = 0;
        Plot.Axes.Left.MajorTickStyle.Length = 0;
        Plot.Axes.Left.TickGenerator = new NumericAutomatic { LabelFormatter = PlotTheme.Number, TickDensity = 0.55 };
        Plot.Axes.Bottom.TickGenerator = new NumericAutomatic { LabelFormatter = PlotTheme.Number, IntegerTicksOnly = true, TickDensity = 0.8 };
        Plot.Axes.Bottom.Label.Text = across;
        Plot.Axes.Bottom.Label.FontName = PlotFont.Family;
        Plot.Axes.Bottom.Label.FontSize = PlotTheme.TextSize;
        Plot.Axes.Bottom.Label.Bold = false;
        Plot.Axes.Bottom.Label.ForeColor = PlotTheme.For(PlotTheme.Muted);
        Plot.Grid.XAxisStyle.IsVisible = false;
        Plot.Grid.MajorLineColor = PlotTheme.For(PlotTheme.Grid);
        Plot.HideLegend();
    }

    /// <summary>To add curves to.</summary>
    public Plot Plot { get; } = new();

    /// <summary>Where the curves are, after <see cref="Draw"/>.</summary>
    public SKRect Data { get; private set; }

    /// <summary>A curve; it is left out of the legend if it has no name.</summary>
    public void Line(IReadOnlyList<(double X, double Y)> points, SKColor color, string? name = null, float width = PlotTheme.LineWidth, bool dashed = false)
    {
        var thin = Thinning.Thin(points);
        if (thin.Count == 0)
            return;
        if (dashed)
            _above.Add(canvas => Dashes.Draw(canvas, thin.Select(point => new SKPoint(X(point.X), Y(point.Y))), color, width));
        else
            Plot.Add.ScatterLine(thin.Select(point => point.X).ToArray(), thin.Select(point => point.Y).ToArray(), PlotTheme.For(color)).LineWidth = width;
        if (name is not null)
            _legend.Add((name, color, dashed ? LegendMark.Dashes : LegendMark.Line));
    }

    /// <summary>Points, each with a white edge.</summary>
    public void Points(IReadOnlyList<(double X, double Y)> points, SKColor color, string? name = null, float size = 9)
    {
        if (points.Count == 0)
            return;
        var markers = Plot.Add.ScatterPoints(points.Select(p => p.X).ToArray(), points.Select(p => p.Y).ToArray(), PlotTheme.For(color));
        markers.MarkerShape = MarkerShape.FilledCircle;
        markers.MarkerSize = size;
        markers.MarkerLineWidth = 1.2f;
        markers.MarkerLineColor = PlotTheme.For(PlotTheme.Paper);
        if (name is not null)
            _legend.Add((name, color, LegendMark.Point));
    }

    /// <summary>A name in the legend for something drawn separately.</summary>
    public void Legend(string name, SKColor color) => _legend.Add((name, color, LegendMark.Point));

    /// <summary>A dashed line from bottom to top.</summary>
    public void Boundary(double x, SKColor color, float width = 1.2f) =>
        _below.Add(canvas => Dashes.Draw(canvas, [new(X(x), Data.Bottom), new(X(x), Data.Top)], color, width));

    /// <summary>What both axes show.</summary>
    public void Limits(double left, double right, double bottom, double top) =>
        Plot.Axes.SetLimits(_limits = new AxisLimits(left, right, bottom, top));

    /// <summary>Draws everything; call <see cref="Limits"/> first.</summary>
    public void Draw(SKCanvas canvas, SKRect place)
    {
        Data = new(place.Left + Left, place.Top + Top, place.Right - Right, place.Bottom - Bottom);
        _below.ForEach(draw => draw(canvas));
        Plot.Render(canvas, new PixelRect(place.Left, place.Right, place.Bottom, place.Top));
        _above.ForEach(draw => draw(canvas));
        PlotTheme.Text(canvas, _title, place.Left + 20, place.Top + 26, PlotTheme.Ink, PlotTheme.TitleSize, semiBold: true);
        DrawLegend(canvas, place.Right - Right, place.Top + 25);
    }

    /// <summary>Where a value of the horizontal axis is, after <see cref="Draw"/>.</summary>
    public float X(double value) => Data.Left + (float)((value - _limits.Left) / _limits.HorizontalSpan) * Data.Width;

    /// <summary>Where a value of the vertical axis is, after <see cref="Draw"/>.</summary>
    public float Y(double value) => Data.Bottom - (float)((value - _limits.Bottom) / _limits.VerticalSpan) * Data.Height;

    /// <summary>Frees the plot.</summary>
    public void Dispose() => Plot.Dispose();

    // From the right, so that it ends where the data ends.
    private void DrawLegend(SKCanvas canvas, float right, float y)
    {
        foreach (var (name, color, mark) in Enumerable.Reverse(_legend))
        {
            right -= PlotTheme.Width(name);
            PlotTheme.Text(canvas, name, right, y, PlotTheme.Muted);
            right -= SampleWidth + 6;
            DrawMark(canvas, mark, color.WithAlpha(Math.Max(color.Alpha, LeastOpacity)), right, y - 4.5f);
            right -= LegendGap;
        }
    }

    private static void DrawMark(SKCanvas canvas, LegendMark mark, SKColor color, float x, float y)
    {
        using var paint = new SKPaint { Color = color, IsAntialias = true, StrokeWidth = PlotTheme.LineWidth };
        if (mark == LegendMark.Point)
            canvas.DrawCircle(x + SampleWidth / 2, y, 4.5f, paint);
        else if (mark == LegendMark.Dashes)
            Dashes.Draw(canvas, [new(x, y), new(x + SampleWidth, y)], color, PlotTheme.LineWidth);
        else
            canvas.DrawLine(x, y, x + SampleWidth, y, paint);
    }
}

/// <summary>The mark next to a name in a legend.</summary>
internal enum LegendMark
{
    /// <summary>A curve.</summary>
    Line,

    /// <summary>A dashed curve.</summary>
    Dashes,

    /// <summary>Points.</summary>
    Point,
}
