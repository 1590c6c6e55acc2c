using SkiaSharp;
using static Atelier.Samples.Painting.Brush;
using static Atelier.Samples.Painting.Subjects;

namespace Atelier.Samples.Painting.Scenes;

/// <summary>Sailing boats before a low sun.</summary>
internal static class Harbor
{
    /// <summary>The scene, which the caller owns; the same random numbers give the same scene.</summary>
    public static SKBitmap Paint(Random random)
    {
        var bitmap = new SKBitmap(Width, Height);
        using var canvas = new SKCanvas(bitmap);
        Gradient(canvas, 0, 430, new(0xFF6E7FC0), new(0xFFE79AA0), new(0xFFFBD98C));
        Blob(canvas, 660, 350, 170, new SKColor(0xFFFFE9A8).WithAlpha(120), blur: 60);
        Blob(canvas, 660, 350, 62, new(0xFFFFF3C4), blur: 3);
        Gradient(canvas, 430, Height, new(0xFFE7A37E), new(0xFF6D84B8), new(0xFF27497F));
        for (var i = 0; i < 900; i++)
        {
            var y = 432 + MathF.Pow(random.NextSingle(), 1.4f) * 330;
            var x = 660 + Palette.Spread(random, 40 + (y - 430) * 0.9f);
            Stroke(canvas, x - 9 - y / 50, y, x + 9 + y / 50, y, new SKColor(0xFFFFE3A0).Vary(random, 12, 15, 8).WithAlpha(170), 3);
        }
        var noise = new Noise(random.Next());
        Ridge(canvas, noise, 425, 60, 200, new(0xFF8A6FA0), new(0xFF74628F), 432);
        Boat(canvas, 260, 520, 2.4f);
        Boat(canvas, 470, 470, 1.2f);
        Boat(canvas, 860, 640, 3.2f);
        Boat(canvas, 820, 455, 0.9f);
        return bitmap;
    }
}
