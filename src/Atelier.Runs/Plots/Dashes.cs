using SkiaSharp;

namespace Atelier.Runs;

/// <summary>Dashed lines as shapes: Skia's SVG has no dashes, and would draw solid lines.</summary>
internal static class Dashes
{
    private static readonly float[] Pattern = [6, 4];

    /// <summary>Draws a line through points.</summary>
    public static void Draw(SKCanvas canvas, IEnumerable<SKPoint> points, SKColor color, float width)
    {
        using var line = new SKPath();
        line.AddPoly([.. points], close: false);
        using var dash = SKPathEffect.CreateDash(Pattern, 0);
        using var pen = new SKPaint { Style = SKPaintStyle.Stroke, StrokeWidth = width, PathEffect = dash };
        using var shape = pen.GetFillPath(line);
        using var fill = new SKPaint { Color = color, IsAntialias = true };
        if (shape is not null)
            canvas.DrawPath(shape, fill);
    }
}
