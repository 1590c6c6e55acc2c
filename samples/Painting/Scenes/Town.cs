using SkiaSharp;
using static Atelier.Samples.Painting.Brush;
using static Atelier.Samples.Painting.Subjects;

namespace Atelier.Samples.Painting.Scenes;

/// <summary>A town by a river.</summary>
internal static class Town
{
    /// <summary>The scene, which the caller owns; the same random numbers give the same scene.</summary>
    public static SKBitmap Paint(Random random)
    {
        const int Water = 500;
        var bitmap = new SKBitmap(Width, Height);
        using var canvas = new SKCanvas(bitmap);
        var noise = new Noise(random.Next());
        Gradient(canvas, 0, Water, new(0xFF4F8FC9), new(0xFFA9CBE3), new(0xFFF6E2C0));
        for (var i = 0; i < 5200; i++)
        {
            var (x, y) = (random.Next(-50, Width + 50), 10 + random.Next(290));
            var thickness = noise.At(x / 210f, y / 62f) - 0.5f;
            var under = noise.At(x / 210f, (y + 16) / 62f) - 0.5f;
            if (thickness > 0)
                Blob(canvas, x, y, 7 + random.Next(15), Palette.Mix(new(0xFFC3CEDB), new(0xFFFFFCF4), Math.Clamp(0.55f + (under - thickness) * 7, 0, 1)).WithAlpha((byte)Math.Min(110, 25 + thickness * 700)), blur: 5);
        }
        Ridge(canvas, noise, 380, 90, 300, new(0xFF7FA0B5), new(0xFF93AFA9), Water);
        Ridge(canvas, noise, 430, 75, 180, new(0xFF5F8A62), new(0xFF8DA968), Water, offset: 40);
        for (var i = 0; i < 500; i++)
        {
            var x = random.Next(Width);
            var ground = 430 - 75 * (noise.At(x / 180f + 40, 0.5f) - 0.35f);
            Blob(canvas, x, ground + 18 + random.Next(50), 5 + random.Next(9), new SKColor(0xFF4B7548).Vary(random, 15, 20, 14), blur: 0);
        }
        for (var x = 60; x < 940; x += 40 + random.Next(30))
            House(canvas, random, x, Water - 45, 52 + random.Next(30), 85 + random.Next(55));
        Tower(canvas, random, 590, Water - 40, 62, 190);
        for (var x = -10; x < 720; x += 0)
        {
            var wide = 62 + random.Next(44);
            House(canvas, random, x, Water, wide, 95 + random.Next(80));
            x += wide + (random.Next(4) == 0 ? 14 : 0);
        }
        Bridge(canvas, random, 715, Water);
        Reflect(bitmap, canvas, Water, random);
        Boat(canvas, 250, 610, 1);
        Boat(canvas, 520, 668, 1.35f);
        Meadow(canvas, random, noise);
        Tree(canvas, random, 935, 752, 330);
        return bitmap;
    }

    private static void House(SKCanvas canvas, Random random, float x, float ground, float width, float height)
    {
        SKColor[] walls = [new(0xFFEEDFB8), new(0xFFE3B97C), new(0xFFD98E6B), new(0xFFF2EEE2), new(0xFFC9D3CF), new(0xFFE8C9A5)];
        var wall = walls[random.Next(walls.Length)].Vary(random, 6, 8, 6);
        var top = ground - height;
        Box(canvas, x, top, width, height, wall);
        Box(canvas, x + width * 0.82f, top, width * 0.18f, height, wall.Grade(1.1f, 0.82f));
        var roof = new SKColor(0xFFA8502F).Vary(random, 10, 15, 16);
        var peak = top - width * (0.5f + random.NextSingle() * 0.35f);
        using var gable = new SKPath();
        gable.MoveTo(x - 4, top + 2);
        gable.LineTo(x + width / 2, peak);
        gable.LineTo(x + width + 4, top + 2);
        gable.Close();
        Fill(canvas, gable, roof);
        for (var line = 1; line < 7; line++)
        {
            var t = line / 7f;
            Stroke(canvas, x + width / 2 * (1 - t), float.Lerp(peak, top, t), x + width / 2 * (1 + t), float.Lerp(peak, top, t), roof.Grade(1, line % 2 == 0 ? 0.78f : 1.15f), 1.5f);
        }
        Box(canvas, x + width * 0.68f, peak + width * 0.12f, 8, width * 0.3f, roof.Grade(0.7f, 0.7f));
        var shutter = new SKColor((random.Next(3) switch { 0 => 0xFF3F6B5A, 1 => 0xFF7A3B2E, _ => 0xFF44617F }));
        var timbered = random.Next(3) == 0;
        for (var y = top + 14; y < ground - 22; y += 30)
        {
            if (timbered)
                Stroke(canvas, x, y - 6, x + width, y - 6, new(0xFF5B3A26), 2.5f);
            for (var w = x + 9; w < x + width - 16; w += 23)
            {
                Box(canvas, w - 4, y, 4, 17, shutter);
                Box(canvas, w + 11, y, 4, 17, shutter);
                Box(canvas, w, y, 11, 17, random.Next(7) == 0 ? new(0xFFF5D98B) : new SKColor(0xFF41556B).Vary(random, 5, 8, 10));
                Stroke(canvas, w + 5.5f, y, w + 5.5f, y + 17, wall.Grade(0.6f, 1.1f), 1.2f);
            }
        }
        Box(canvas, x + width * 0.42f, ground - 20, 13, 20, new(0xFF5A3A27));
    }

    private static void Tower(SKCanvas canvas, Random random, float x, float ground, float width, float height)
    {
        Box(canvas, x, ground - height, width, height, new(0xFFD8C7A6));
        Box(canvas, x + width * 0.7f, ground - height, width * 0.3f, height, new(0xFFB49F7C));
        using var spire = Curve($"M {x - 6} {ground - height} L {x + width / 2} {ground - height - 150} L {x + width + 6} {ground - height} Z");
        Fill(canvas, spire, new(0xFF5C7F77));
        Blob(canvas, x + width / 2, ground - height + 38, 15, new(0xFFF5EFDC), blur: 0);
        Stroke(canvas, x + width / 2, ground - height + 38, x + width / 2, ground - height + 27, new(0xFF2D2A26), 2.5f);
        Stroke(canvas, x + width / 2, ground - height + 38, x + width / 2 + 8, ground - height + 42, new(0xFF2D2A26), 2.5f);
        for (var y = ground - height + 68; y < ground - 40; y += 40)
            Box(canvas, x + width / 2 - 6, y, 12, 22, new SKColor(0xFF4A4238).Vary(random, 4, 4, 4));
    }

    private static void Bridge(SKCanvas canvas, Random random, float x, float water)
    {
        using var stone = new SKPath();
        stone.MoveTo(x, water + 4);
        stone.LineTo(x, water - 58);
        stone.QuadTo(x + 160, water - 104, x + 320, water - 70);
        stone.LineTo(x + 320, water + 4);
        stone.Close();
        for (var arch = 0; arch < 3; arch++)
            stone.AddOval(new SKRect(x + 22 + arch * 102, water - 52, x + 102 + arch * 102, water + 62));
        stone.FillType = SKPathFillType.EvenOdd;
        canvas.Save();
        canvas.ClipRect(new(x, 0, x + 330, water));
        Fill(canvas, stone, new(0xFFB9A68B));
        canvas.ClipPath(stone, antialias: true);
        for (var i = 0; i < 420; i++)
            Box(canvas, x + random.Next(320), water - 105 + random.Next(14) * 8, 12 + random.Next(8), 7, new SKColor(0xFFB09A7C).Vary(random, 5, 8, 12));
        canvas.Restore();
    }

    // The river: the upper half upside down, darker, broken by ripples that grow towards the viewer.
    private static void Reflect(SKBitmap bitmap, SKCanvas canvas, int water, Random random)
    {
        using var copy = bitmap.Copy();
        for (var y = water; y < Height; y++)
        {
            var depth = (y - water) / (float)(Height - water);
            var shift = MathF.Sin(y * 0.9f / (1 + depth * 2.4f)) * (2 + depth * 13) + Palette.Spread(random, 2);
            var from = Math.Max(0, water - 1 - (y - water) * 1.45f);
            canvas.DrawBitmap(copy, new SKRect(0, from, Width, from + 1.5f), new SKRect(shift - 24, y, Width + 24 + shift, y + 1.2f));
        }
        using var tint = new SKPaint();
        tint.Shader = SKShader.CreateLinearGradient(new(0, water), new(0, Height), [new SKColor(0xFF2C5A72).WithAlpha(70), new SKColor(0xFF163A50).WithAlpha(190)], SKShaderTileMode.Clamp);
        canvas.DrawRect(0, water, Width, Height - water, tint);
        for (var i = 0; i < 420; i++)
        {
            var depth = MathF.Pow(random.NextSingle(), 1.3f);
            var (x, y, length) = (random.Next(Width), water + 4 + depth * (Height - water - 8), 6 + depth * 34);
            Stroke(canvas, x, y, x + length, y + Palette.Spread(random, 1), new SKColor(0xFFDCEBEA).WithAlpha((byte)(40 + random.Next(80))), 1 + depth * 1.6f);
        }
        Stroke(canvas, 0, water, Width, water, new SKColor(0xFF2B3A3A).WithAlpha(160), 3);
    }

    // A bank with grass that thins out towards the water, and a few poppies.
    private static void Meadow(SKCanvas canvas, Random random, Noise noise)
    {
        Ridge(canvas, noise, 728, 60, 260, new(0xFF6E8F45), new(0xFF2E4A28), Height, offset: 90);
        for (var i = 0; i < 4200; i++)
        {
            var x = random.Next(-20, Width + 20);
            var shore = 728 - 60 * (noise.At(x / 260f + 90, 0.5f) - 0.35f);
            var depth = MathF.Sqrt(random.NextSingle());
            var y = float.Lerp(shore, Height + 20, depth);
            var color = Palette.Mix(new(0xFF9DB45A), new(0xFF2F5229), depth).Vary(random, 14, 16, 12);
            Stroke(canvas, x, y, x + Palette.Spread(random, 9), y - 7 - random.NextSingle() * 20 * (0.4f + depth), color, 1 + depth * 1.4f);
            if (i % 70 == 0)
                Blob(canvas, x, y - 14, 3.5f + depth * 3, new SKColor(0xFFD2402E).Vary(random, 8, 10, 8), blur: 0);
        }
    }

    private static void Tree(SKCanvas canvas, Random random, float x, float ground, float height)
    {
        for (var i = 0; i < 26; i++)
            Stroke(canvas, x + Palette.Spread(random, 15), ground, x + Palette.Spread(random, 60), ground - height * (0.5f + random.NextSingle() * 0.35f), new SKColor(0xFF4E3522).Vary(random, 6, 8, 10), 6 - i * 0.15f);
        for (var i = 0; i < 2600; i++)
        {
            var (angle, distance) = (random.NextSingle() * MathF.Tau, MathF.Sqrt(random.NextSingle()));
            var (dx, dy) = (MathF.Cos(angle) * distance * height * 0.38f, MathF.Sin(angle) * distance * height * 0.36f);
            var light = Math.Clamp(0.5f - dy / height - dx / height * 0.6f, 0, 1);
            var color = Palette.Mix(new(0xFF2A4A26), new(0xFFA9BF55), light).Vary(random, 10, 12, 12);
            Blob(canvas, x + dx, ground - height * 0.82f + dy, 3 + random.NextSingle() * 5, color, blur: 0);
        }
    }
}
