using Atelier.Core;
using SkiaSharp;

namespace Atelier.Samples.Bias.Drawing;

/// <summary>Draws scenes, at any size.</summary>
internal static class ScenePainter
{
    /// <summary>A scene's pixels: red, green, blue, opaque; the caller disposes them.</summary>
    /// <param name="scene">What to draw.</param>
    /// <param name="size">Pixels a side.</param>
    public static SKBitmap Draw(Scene scene, int size)
    {
        var bitmap = new SKBitmap(new SKImageInfo(size, size, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        var sketch = new Sketch(canvas, new Random(scene.Seed));
        canvas.Scale(size / 100f);
        Room.Draw(sketch);
        if (sketch.OneOf(false, true))
            canvas.Concat(SKMatrix.CreateScale(-1, 1, 50, 0));
        canvas.Translate(sketch.Between(-4, 4), sketch.Between(-1, 2));
        Table(sketch);
        Things.Draw(sketch.Apart(), scene.Activity);
        Veil(sketch, scene.Veil);
        Person.Draw(sketch, scene.Clothes);
        return bitmap;
    }

    /// <summary>Writes a scene as a .png.</summary>
    public static void Write(Scene scene, int size, string path)
    {
        using var bitmap = Draw(scene, size);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        AtomicFile.Write(path, stream => data.SaveTo(stream));
    }

    private static void Table(Sketch sketch)
    {
        var wood = sketch.Near(sketch.OneOf("#8A6242", "#6E5140", "#A27B54"));
        sketch.Oval(74, 94, 17, 2, new(30, 25, 20, 55));
        sketch.Line("M62 63 L60 93 M86 63 L88 93", Room.Lighter(wood, -6), 3);
        sketch.Box(54, 60, 40, 4.4f, wood, 1);
    }

    // Of the same cut for all things, so that its outline tells nothing.
    private static void Veil(Sketch sketch, double opacity)
    {
        if (opacity <= 0)
            return;
        using var layer = new SKPaint { Color = SKColors.White.WithAlpha((byte)Math.Round(opacity * byte.MaxValue)) };
        sketch.Canvas.SaveLayer(layer);
        var linen = sketch.Near(sketch.OneOf("#E9E2D3", "#D9D6DC", "#E6D7C8"));
        sketch.Shape("M55 62 C55 40 56 14 74 12 C93 13 93 40 93 62 C88 65 84 62 80 64 C76 65 72 62 68 64 C63 65 59 62 55 62 Z", linen);
        sketch.Line("M66 22 C62 34 63 46 61 58 M74 18 C73 32 76 46 74 59 M82 22 C86 34 84 46 87 58", Room.Lighter(linen, -8), 1.4f);
        sketch.Line("M70 20 C67 34 69 46 67 59 M78 20 C80 34 79 46 81 59", Room.Lighter(linen, 6), 1.1f);
        sketch.Canvas.Restore();
    }
}
