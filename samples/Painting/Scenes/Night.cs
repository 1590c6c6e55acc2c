using SkiaSharp;
using static Atelier.Samples.Painting.Brush;

namespace Atelier.Samples.Painting.Scenes;

/// <summary>A village under the moon.</summary>
internal static class Night
{
    /// <summary>The scene, which the caller owns; the same random numbers give the same scene.</summary>
    public static SKBitmap Paint(Random random)
    {
        var bitmap = new SKBitmap(Width, Height);
        using var canvas = new SKCanvas(bitmap);
        var noise = new Noise(random.Next());
        Gradient(canvas, 0, 560, new(0xFF152A66), new(0xFF2F62AE), new(0xFF8FC0C4));
        foreach (var (x, y, radius) in (IEnumerable<(float, float, float)>)[(800, 150, 78), (170, 130, 34), (390, 90, 26), (560, 210, 30), (300, 260, 22), (950, 330, 24), (655, 75, 20)])
        {
            Blob(canvas, x, y, radius * 2.1f, new SKColor(0xFFE9DE9A).WithAlpha(90), blur: radius / 2);
            Blob(canvas, x, y, radius * 1.3f, new SKColor(0xFFF5E27A).WithAlpha(170), blur: radius / 4);
            Blob(canvas, x, y, radius * 0.7f, new(0xFFF3A63B), blur: 3);
        }
        Ridge(canvas, noise, 520, 170, 330, new(0xFF2B4F8C), new(0xFF1F3C63), Height);
        Ridge(canvas, noise, 600, 120, 220, new(0xFF2F6B5E), new(0xFF1E4038), Height, offset: 20);
        for (var x = 330; x < 900; x += 46 + random.Next(30))
        {
            Box(canvas, x, 640 - random.Next(20), 38, 46, new SKColor(0xFF3E567D).Vary(random, 15, 15, 12));
            Box(canvas, x + 12, 655, 12, 14, new(0xFFF7C948));
        }
        Ridge(canvas, noise, 690, 60, 200, new(0xFF456B2F), new(0xFF203A1C), Height, offset: 60);
        using var cypress = new SKPath();
        cypress.MoveTo(120, 768);
        cypress.CubicTo(60, 600, 150, 480, 165, 250);
        cypress.CubicTo(185, 470, 290, 600, 250, 768);
        Fill(canvas, cypress, new(0xFF14261F));
        return bitmap;
    }
}
