using Atelier.Training.Recording;
using Atelier.Training.Schedules;
using SkiaSharp;

namespace Atelier.Training.Plots;

/// <summary>Each phase's optimiser, weight decay and beta in its middle: upright where it fits, turned where it is narrow, else left out.</summary>
internal static class PhaseLabels
{
    private const float Size = 12.5f, LineHeight = 16, Margin = 6;

    /// <summary>Draws on a panel that is drawn.</summary>
    /// <param name="canvas">To draw on.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="history">The phases and the curve.</param>
    /// <param name="value">The curve, which the labels keep away from.</param>
    public static void Draw(SKCanvas canvas, Panel panel, RunHistory history, Func<BatchRecord, double> value)
    {
        foreach (var phase in history.Phases)
        {
            string[] lines = [.. Lines(phase)];
            var turned = string.Join("  ", lines);
            var (left, right) = (panel.X(phase.First), panel.X(phase.First + phase.Batches));
            var center = (left + right) / 2;
            SKPoint[] curve =
            [
                .. history.Batches.Skip(phase.First).Take(phase.Batches).Select(batch => new SKPoint(panel.X(batch.Batch), panel.Y(value(batch)))),
            ];
            var width = lines.Max(line => PlotTheme.Width(line, Size));
            if (width + Margin <= right - left)
                DrawUpright(canvas, panel, lines, center, width, curve);
            else if (LineHeight <= right - left && PlotTheme.Width(turned, Size) <= panel.Data.Height)
                DrawTurned(canvas, panel, turned, center, curve);
        }
    }

    private static IEnumerable<string> Lines(PhaseRecord phase)
    {
        yield return phase.Optimizer;
        if (phase.WeightDecay.Any(value => value > 0))
            yield return $"wd {Text(phase.WeightDecay)}";
        if (phase.Beta > 0)
            yield return $"β {PlotTheme.Number(phase.Beta)}";
    }

    private static string Text(GroupValues values) =>
        values.Distinct().ToArray() is [var one] ? PlotTheme.Number(one) : $"{PlotTheme.Number(values[0])} … {PlotTheme.Number(values[^1])}";

    private static void DrawUpright(SKCanvas canvas, Panel panel, string[] lines, float center, float width, SKPoint[] curve)
    {
        var height = lines.Length * LineHeight;
        var top = Place(panel, curve, center - width / 2, center + width / 2, height);
        Clear(canvas, SKRect.Create(center - width / 2 - 4, top, width + 8, height + 2));
        foreach (var (index, line) in lines.Index())
            PlotTheme.Text(canvas, line, center, top + index * LineHeight + 12.5f, PlotTheme.Ink, Size, align: SKTextAlign.Center);
    }

    private static void DrawTurned(SKCanvas canvas, Panel panel, string text, float center, SKPoint[] curve)
    {
        var length = PlotTheme.Width(text, Size);
        var top = Place(panel, curve, center - LineHeight / 2, center + LineHeight / 2, length);
        Clear(canvas, SKRect.Create(center - LineHeight / 2 + 1, top - 3, LineHeight - 2, length + 6));
        canvas.Save();
        canvas.Translate(center + 4.5f, top + length);
        canvas.RotateDegrees(-90);
        PlotTheme.Text(canvas, text, 0, 0, PlotTheme.Ink, Size);
        canvas.Restore();
    }

    // The middle, unless the curve runs through it: then the free height nearest to the middle.
    private static float Place(Panel panel, SKPoint[] curve, float left, float right, float height)
    {
        float[] blocking = [.. curve.Where(point => point.X >= left - Margin && point.X <= right + Margin).Select(point => point.Y)];
        var middle = panel.Data.MidY - height / 2;
        var free = Enumerable.Range(0, 200)
            .Select(step => middle + (step % 2 == 0 ? 1 : -1) * ((step + 1) / 2) * 2f)
            .Where(top => top >= panel.Data.Top + 2 && top + height <= panel.Data.Bottom - 4)
            .Where(top => blocking.All(y => y < top - Margin || y > top + height + Margin));
        return free.Append(middle).First();
    }

    private static void Clear(SKCanvas canvas, SKRect place)
    {
        using var paint = new SKPaint { Color = PlotTheme.Paper.WithAlpha(225) };
        canvas.DrawRect(place, paint);
    }
}
