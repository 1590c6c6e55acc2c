using SkiaSharp;

namespace Atelier.Samples.Bias.Drawing;

/// <summary>A canvas of 100 x 100 units with random numbers of its own.</summary>
internal sealed class Sketch(SKCanvas canvas, Random random)
{
    /// <summary>To transform what follows.</summary>
    public SKCanvas Canvas => canvas;

    /// <summary>The same canvas with other random numbers: however many are drawn, those of this canvas stay the same.</summary>
    public Sketch Apart() => new(canvas, new Random(random.Next()));

    /// <summary>Uniform in [least, most).</summary>
    public float Between(double least, double most) => (float)(least + random.NextDouble() * (most - least));

    /// <summary>One of several.</summary>
    public T OneOf<T>(params ReadOnlySpan<T> among) => among[random.Next(among.Length)];

    /// <summary>A color a little off another, so that no two are the same.</summary>
    public SKColor Near(string color)
    {
        SKColor.Parse(color).ToHsl(out var hue, out var saturation, out var lightness);
        return SKColor.FromHsl((hue + Between(-5, 5) + 360) % 360, Math.Clamp(saturation + Between(-6, 6), 0, 100), Math.Clamp(lightness + Between(-5, 5), 0, 100));
    }

    /// <summary>A rectangle with round corners.</summary>
    public void Box(float x, float y, float width, float height, SKColor color, float corner = 0)
    {
        using var paint = Filled(color);
        canvas.DrawRoundRect(x, y, width, height, corner, corner, paint);
    }

    /// <summary>An ellipse.</summary>
    public void Oval(float x, float y, float radiusX, float radiusY, SKColor color)
    {
        using var paint = Filled(color);
        canvas.DrawOval(x, y, radiusX, radiusY, paint);
    }

    /// <summary>A disc.</summary>
    public void Disc(float x, float y, float radius, SKColor color) => Oval(x, y, radius, radius, color);

    /// <summary>A shape from SVG path data.</summary>
    public void Shape(string path, SKColor color)
    {
        using var outline = SKPath.ParseSvgPathData(path);
        using var paint = Filled(color);
        canvas.DrawPath(outline, paint);
    }

    /// <summary>A line with round ends, from SVG path data.</summary>
    public void Line(string path, SKColor color, float width)
    {
        using var outline = SKPath.ParseSvgPathData(path);
        using var paint = new SKPaint { IsAntialias = true, IsStroke = true, StrokeWidth = width, StrokeCap = SKStrokeCap.Round, StrokeJoin = SKStrokeJoin.Round, Color = color };
        canvas.DrawPath(outline, paint);
    }

    /// <summary>A rectangle whose color changes from top to bottom.</summary>
    public void Fade(float x, float y, float width, float height, SKColor top, SKColor bottom)
    {
        using var paint = new SKPaint { IsAntialias = true };
        paint.Shader = SKShader.CreateLinearGradient(new(0, y), new(0, y + height), [top, bottom], SKShaderTileMode.Clamp);
        canvas.DrawRect(x, y, width, height, paint);
    }

    private static SKPaint Filled(SKColor color) => new() { IsAntialias = true, Color = color };
}
