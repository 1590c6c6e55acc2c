using SkiaSharp;
using static Atelier.Samples.Painting.Brush;

namespace Atelier.Samples.Painting.Scenes;

/// <summary>Peaks above pines.</summary>
internal static class Mountains
{
    /// <summary>The scene, which the caller owns; the same random numbers give the same scene.</summary>
    public static SKBitmap Paint(Random random)
    {
        var bitmap = new SKBitmap(Width, Height);
        using var canvas = new SKCanvas(bitmap);
        var noise = new Noise(random.Next());
        Gradient(canvas, 0, Height, new(0xFFF2E3C2), new(0xFFEBCFA0), new(0xFFD9A36C));
        Blob(canvas, 770, 170, 84, new(0xFFC8452F), blur: 0);
        Ridge(canvas, noise, 330, 420, 260, new(0xFF7D99A5), new(0xFFB7C3BE), Height);
        Ridge(canvas, noise, 470, 300, 200, new(0xFF3F6672), new(0xFF7E9B9A), Height, offset: 30);
        Ridge(canvas, noise, 590, 160, 170, new(0xFF24444B), new(0xFF4C7272), Height, offset: 70);
        for (var i = 0; i < 46; i++)
        {
            var x = random.Next(-20, Width + 20);
            var size = 90 + random.Next(150);
            Pine(canvas, x, 800 - random.Next(60), size, new SKColor(0xFF162B29).Vary(random, 10, 10, 8));
        }
        return bitmap;
    }

    private static void Pine(SKCanvas canvas, float x, float ground, float height, SKColor color)
    {
        using var path = new SKPath();
        path.MoveTo(x, ground - height);
        for (var step = 1; step <= 7; step++)
        {
            path.LineTo(x + height * 0.03f * step + 8, ground - height + height * step / 8);
            path.LineTo(x + height * 0.015f * step, ground - height + height * step / 8 - 4);
        }
        path.LineTo(x + 4, ground);
        path.LineTo(x - 4, ground);
        for (var step = 7; step >= 1; step--)
        {
            path.LineTo(x - height * 0.015f * step, ground - height + height * step / 8 - 4);
            path.LineTo(x - height * 0.03f * step - 8, ground - height + height * step / 8);
        }
        path.Close();
        Fill(canvas, path, color);
    }
}
