using SkiaSharp;

namespace Atelier.Samples.Painting;

/// <summary>What a scene is painted with, and on: <see cref="Width"/> x <see cref="Height"/> pixels.</summary>
internal static class Brush
{
    public const int Width = 1024;
    public const int Height = 768;

    /// <summary>Colors from top to bottom, over the whole width.</summary>
    public static void Gradient(SKCanvas canvas, float top, float bottom, params SKColor[] colors)
    {
        using var paint = new SKPaint();
        paint.Shader = SKShader.CreateLinearGradient(new(0, top), new(0, bottom), colors, SKShaderTileMode.Clamp);
        canvas.DrawRect(0, top, Width, bottom - top, paint);
    }

    /// <summary>Hills: everything below a smooth random line, shaded downwards.</summary>
    public static void Ridge(SKCanvas canvas, Noise noise, float level, float rise, float scale, SKColor upper, SKColor lower, float bottom, float offset = 0)
    {
        using var path = new SKPath();
        path.MoveTo(0, bottom);
        for (var x = 0; x <= Width; x += 4)
            path.LineTo(x, level - rise * (noise.At(x / scale + offset, 0.5f) - 0.35f));
        path.LineTo(Width, bottom);
        path.Close();
        using var paint = new SKPaint { IsAntialias = true };
        paint.Shader = SKShader.CreateLinearGradient(new(0, level - rise * 0.6f), new(0, bottom), [upper, lower], SKShaderTileMode.Clamp);
        canvas.DrawPath(path, paint);
    }

    /// <summary>A disc, soft at the edge where blurred.</summary>
    public static void Blob(SKCanvas canvas, float x, float y, float radius, SKColor color, float blur)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = color };
        if (blur > 0)
            paint.MaskFilter = SKMaskFilter.CreateBlur(SKBlurStyle.Normal, blur);
        canvas.DrawCircle(x, y, radius, paint);
    }

    /// <summary>A line with round ends.</summary>
    public static void Stroke(SKCanvas canvas, float x0, float y0, float x1, float y1, SKColor color, float width)
    {
        using var paint = new SKPaint { IsAntialias = true, IsStroke = true, StrokeWidth = width, StrokeCap = SKStrokeCap.Round, Color = color };
        canvas.DrawLine(x0, y0, x1, y1, paint);
    }

    /// <summary>A rectangle.</summary>
    public static void Box(SKCanvas canvas, float x, float y, float width, float height, SKColor color)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = color };
        canvas.DrawRect(x, y, width, height, paint);
    }

    /// <summary>A filled shape.</summary>
    public static void Fill(SKCanvas canvas, SKPath path, SKColor color)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = color };
        canvas.DrawPath(path, paint);
    }

    /// <summary>A shape from SVG path data.</summary>
    public static SKPath Curve(string path) => SKPath.ParseSvgPathData(path);
}
