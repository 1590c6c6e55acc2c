using SkiaSharp;
using static Atelier.Samples.Painting.Brush;

namespace Atelier.Samples.Painting;

/// <summary>What more than one scene shows.</summary>
internal static class Subjects
{
    /// <summary>A leaf with its veins, from its stalk; the angle in degrees.</summary>
    public static void Leaf(SKCanvas canvas, Random random, float x, float y, float angle, float length)
    {
        canvas.Save();
        canvas.Translate(x, y);
        canvas.RotateDegrees(angle);
        using var shape = new SKPath();
        shape.MoveTo(0, 0);
        shape.CubicTo(length * 0.3f, -length * 0.34f, length * 0.75f, -length * 0.24f, length, 0);
        shape.CubicTo(length * 0.75f, length * 0.2f, length * 0.3f, length * 0.3f, 0, 0);
        var color = new SKColor(0xFF6C9A3C).Vary(random, 26, 14, 14);
        using var paint = new SKPaint { IsAntialias = true };
        paint.Shader = SKShader.CreateLinearGradient(new(0, -length * 0.25f), new(0, length * 0.25f), [color.Grade(0.8f, 1.25f), color.Grade(1.1f, 0.55f)], SKShaderTileMode.Clamp);
        canvas.DrawPath(shape, paint);
        var vein = color.Grade(0.6f, 1.4f).WithAlpha(190);
        Stroke(canvas, 0, 0, length * 0.96f, 0, vein, 2.2f);
        for (var i = 1; i < 6; i++)
        {
            Stroke(canvas, length * i / 7, 0, length * (i + 1) / 7, -length * 0.15f, vein, 1.1f);
            Stroke(canvas, length * i / 7, 0, length * (i + 1) / 7, length * 0.14f, vein, 1.1f);
        }
        canvas.Restore();
    }

    /// <summary>A sailing boat, 72 pixels long at a scale of 1.</summary>
    public static void Boat(SKCanvas canvas, float x, float y, float scale)
    {
        canvas.Save();
        canvas.Translate(x, y);
        canvas.Scale(scale);
        using var hull = Curve("M -34 0 C -26 16 24 16 38 -2 L 34 0 C 10 5 -14 5 -34 0 Z");
        Fill(canvas, hull, new(0xFF6B2F2A));
        Stroke(canvas, -32, 2, 36, 0, new(0xFFE9D9B8), 2);
        Stroke(canvas, 0, 4, 0, -74, new(0xFF4A3524), 2.5f);
        using var main = Curve("M 3 -72 C 30 -44 34 -22 32 -6 L 3 -4 Z");
        Fill(canvas, main, new(0xFFF7EEDB));
        using var jib = Curve("M -3 -64 C -20 -36 -26 -18 -28 -5 L -3 -5 Z");
        Fill(canvas, jib, new(0xFFE2A65C));
        using var shade = Curve("M -30 12 C -10 20 16 20 34 12 L 22 26 L -16 26 Z");
        Fill(canvas, shade, new SKColor(0xFF1B2C3A).WithAlpha(90));
        canvas.Restore();
    }
}
