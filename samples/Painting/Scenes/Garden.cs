using SkiaSharp;
using static Atelier.Samples.Painting.Brush;
using static Atelier.Samples.Painting.Subjects;

namespace Atelier.Samples.Painting.Scenes;

/// <summary>Great flowers in the light.</summary>
internal static class Garden
{
    /// <summary>The scene, which the caller owns; the same random numbers give the same scene.</summary>
    public static SKBitmap Paint(Random random)
    {
        var bitmap = new SKBitmap(Width, Height);
        using var canvas = new SKCanvas(bitmap);
        Gradient(canvas, 0, Height, new(0xFF2F7FC4), new(0xFF56B0C9), new(0xFF1F7A4F));
        Blob(canvas, 840, 130, 110, new(0xFFF7D54A), blur: 0);
        for (var i = 0; i < 26; i++)
            Leaf(canvas, random, random.Next(Width), 480 + random.Next(300), -90 + Palette.Spread(random, 50), 120 + random.Next(120));
        foreach (var (x, y, radius, color) in (IEnumerable<(float, float, float, uint)>)
            [(230, 300, 165, 0xFFD22F3C), (560, 430, 185, 0xFFE8792B), (850, 500, 150, 0xFFB0379C), (430, 150, 95, 0xFFF0C030), (80, 580, 120, 0xFF7A3FB5), (690, 190, 90, 0xFFE2557A)])
        {
            for (var petal = 0; petal < 18; petal++)
            {
                canvas.Save();
                canvas.RotateDegrees(petal * 140f, x, y);
                using var paint = new SKPaint { IsAntialias = true, Color = new SKColor(color).Vary(random, 12, 12, 16) };
                canvas.DrawOval(x + radius * 0.58f, y, radius * 0.46f, radius * 0.2f, paint);
                canvas.Restore();
            }
            Blob(canvas, x, y, radius * 0.26f, new(0xFF6B3A12), blur: 0);
            Blob(canvas, x, y, radius * 0.14f, new(0xFFF2B92E), blur: 0);
        }
        return bitmap;
    }
}
