using Atelier.Training;
using SkiaSharp;

namespace Atelier.Runs;

/// <summary>Each phase's optimizer, weight decay and beta in its middle: horizontal where it fits, rotated where it is narrow, otherwise left out.</summary>
internal static class PhaseLabels
{
    private const float Size = 12.5f, LineHeight = 16, Margin = 6;
    private const float Sideways = 3;
    private const int Tries = 12;

    /// <summary>Draws on a panel that has been drawn.</summary>
    /// <param name="canvas">To draw on.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="history">The phases and the curve.</param>
    /// <param name="value">The curve, which the labels avoid.</param>
    public static void Draw(SKCanvas canvas, Panel panel, RunHistory history, Func<BatchRecord, double> value)
    {
        foreach (var phase in history.Phases)
        {
            string[] lines = [.. Lines(phase)];
            var turned = string.Join("  ", lines);
            var (left, right) = (panel.X(phase.First), panel.X(phase.First + phase.Batches));
            SKPoint[] curve =
            [
                .. history.Batches.Skip(phase.First).Take(phase.Batches).Select(batch => new SKPoint(panel.X(batch.Batch), panel.Y(value(batch)))),
            ];
            var room = new SKRect(left + 3, panel.Data.Top + 2, right - 3, panel.Data.Bottom - 4);
            var upright = new SKSize(lines.Max(line => PlotTheme.Width(line, Size)), lines.Length * LineHeight);
            if (Place(room, curve, upright, mayCover: false) is { } free)
                DrawUpright(canvas, lines, free);
            else if (!((string[])[turned, lines[0]]).Any(text => TryDrawTurned(canvas, room, curve, text, mayCover: false))
                && !TryDrawTurned(canvas, room, curve, turned, mayCover: true))
                TryDrawTurned(canvas, room, curve, lines[0], mayCover: true);
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

    private static void DrawUpright(SKCanvas canvas, string[] lines, SKRect place)
    {
        Clear(canvas, place);
        foreach (var (index, line) in lines.Index())
            PlotTheme.Text(canvas, line, place.MidX, place.Top + index * LineHeight + 12.5f, PlotTheme.Ink, Size, align: SKTextAlign.Center);
    }

    private static bool TryDrawTurned(SKCanvas canvas, SKRect room, SKPoint[] curve, string text, bool mayCover)
    {
        if (Place(room, curve, new(LineHeight - 2, PlotTheme.Width(text, Size)), mayCover) is not { } place)
            return false;
        Clear(canvas, place);
        canvas.Save();
        canvas.Translate(place.MidX + 4.5f, place.Bottom);
        canvas.RotateDegrees(-90);
        PlotTheme.Text(canvas, text, 0, 0, PlotTheme.Ink, Size);
        canvas.Restore();
        return true;
    }

    // The phase's middle or, if the curve runs through it, the nearest free place; null if there is none.
    private static SKRect? Place(SKRect room, SKPoint[] curve, SKSize size, bool mayCover)
    {
        var (across, down) = ((room.Width - size.Width) / 2, (room.Height - size.Height) / 2);
        if (across < 0 || down < 0)
            return null;
        var middle = SKRect.Create(room.Left + across, room.Top + down, size.Width, size.Height);
        if (mayCover)
            return middle;
        var places =
            from x in Enumerable.Range(-Tries, 2 * Tries + 1)
            from y in Enumerable.Range(-Tries, 2 * Tries + 1)
            let place = SKRect.Create(middle.Left + x * across / Tries, middle.Top + y * down / Tries, size.Width, size.Height)
            where !Touches(place, curve)
            orderby Math.Abs(x * across) * Sideways + Math.Abs(y * down)
            select (SKRect?)place;
        return places.FirstOrDefault();
    }

    // Between two batches the curve is a straight line, possibly a steep one.
    private static bool Touches(SKRect place, SKPoint[] curve)
    {
        var wide = SKRect.Inflate(place, Margin, Margin);
        for (var i = 0; i < curve.Length; i++)
        {
            var (from, to) = (curve[Math.Max(0, i - 1)], curve[i]);
            if (to.X >= wide.Left && from.X <= wide.Right && Math.Max(from.Y, to.Y) >= wide.Top && Math.Min(from.Y, to.Y) <= wide.Bottom)
                return true;
        }
        return false;
    }

    private static void Clear(SKCanvas canvas, SKRect place)
    {
        using var paint = new SKPaint { Color = PlotTheme.Paper.WithAlpha(215) };
        canvas.DrawRect(SKRect.Inflate(place, 2, 0), paint);
    }
}
