using SkiaSharp;

namespace Atelier.Samples.Painting;

/// <summary>What is painted.</summary>
internal static class Scenes
{
    private const int Width = 1024;
    private const int Height = 768;

    /// <summary>A kingfisher on a branch.</summary>
    public static SKBitmap Bird(Random random)
    {
        var bitmap = new SKBitmap(Width, Height);
        using var canvas = new SKCanvas(bitmap);
        Gradient(canvas, 0, Height, new(0xFFB9CDA0), new(0xFF6F8F5E), new(0xFF34523F));
        for (var i = 0; i < 70; i++)
        {
            var color = (i % 4 == 0 ? new SKColor(0xFFE8D58A) : i % 4 == 1 ? new SKColor(0xFF9DBB7C) : new SKColor(0xFF4E7350)).Vary(random, 15, 15, 12);
            Blob(canvas, random.Next(Width), random.Next(Height), 25 + random.Next(75), color.WithAlpha(70), blur: 14);
        }
        Twig(canvas, random, new(-20, 640), new(430, 560), new(760, 590), new(1050, 470), 34);
        Twig(canvas, random, new(640, 585), new(740, 660), new(840, 700), new(930, 780), 15);
        Twig(canvas, random, new(180, 612), new(140, 500), new(90, 420), new(40, 330), 11);
        (float X, float Y, float Angle)[] leaves =
        [
            (70, 390, -70), (38, 330, -110), (110, 455, -20), (60, 420, 170), (130, 500, 195), (850, 690, 40), (880, 720, -15), (800, 660, 100), (925, 770, 60),
            (960, 505, -60), (1000, 490, 20), (900, 540, 75), (330, 580, 110), (250, 600, 60), (930, 520, -120), (290, 585, -125),
        ];
        foreach (var (x, y, angle) in leaves)
            Leaf(canvas, random, x, y, angle, 70 + random.Next(45));
        Kingfisher(canvas, random);
        return bitmap;
    }

    /// <summary>A town by a river.</summary>
    public static SKBitmap Town(Random random)
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

    /// <summary>A village under the moon.</summary>
    public static SKBitmap Night(Random random)
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

    /// <summary>Sailing boats before a low sun.</summary>
    public static SKBitmap Harbour(Random random)
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

    /// <summary>Peaks above pines.</summary>
    public static SKBitmap Mountains(Random random)
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

    /// <summary>Great flowers in the light.</summary>
    public static SKBitmap Garden(Random random)
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

    private static void Kingfisher(SKCanvas canvas, Random random)
    {
        using var tail = Curve("M 330 560 L 250 668 L 318 676 L 408 574 Z");
        Feathers(canvas, random, tail, new(240, 550, 420, 690), 125, 46, (_, _) => new SKColor(0xFF155A96), 260);
        using var body = Curve("M 318 560 C 300 450 350 330 455 270 C 480 190 590 165 650 220 C 690 260 680 320 655 352 C 668 440 610 560 480 590 C 410 606 340 600 318 560 Z");
        Feathers(canvas, random, body, new(300, 180, 690, 610), 118, 24, (x, y) =>
        {
            var belly = (x - 470) * 0.62f + (y - 400) * 0.5f;
            var color = belly > 30 ? new SKColor(0xFFD9702A) : belly > -10 ? new SKColor(0xFFE9A55A) : new SKColor(0xFF1E7FB8);
            return y < 268 ? new(0xFF1A5F9E) : Palette.Mix(color, new(0xFF3A1F14), Math.Clamp((y - 470) / 320f, 0, 0.5f));
        }, 2600);
        using var throat = Curve("M 560 330 C 600 330 650 318 668 300 C 672 340 650 372 606 382 C 580 380 562 360 560 330 Z");
        Feathers(canvas, random, throat, new(550, 290, 680, 390), 100, 15, (_, _) => new SKColor(0xFFF3EAD8), 240);
        using var cheek = Curve("M 520 292 C 560 272 610 282 640 296 C 620 322 560 336 520 318 Z");
        Feathers(canvas, random, cheek, new(510, 265, 645, 340), 175, 15, (_, _) => new SKColor(0xFFDB7A2E), 180);
        using var wing = Curve("M 470 320 C 400 350 340 440 300 590 C 330 606 372 592 402 560 C 460 520 505 440 512 372 C 510 340 495 318 470 320 Z");
        Feathers(canvas, random, wing, new(290, 310, 520, 610), 118, 38, (x, y) => Palette.Mix(new(0xFF2C9BC9), new(0xFF0F3F73), Math.Clamp((y - 320) / 260f, 0, 1)), 900);
        for (var i = 0; i < 9; i++)
        {
            using var quill = new SKPath();
            quill.MoveTo(480 - i * 9, 372 + i * 6);
            quill.QuadTo(430 - i * 13, 470 + i * 6, 330 - i * 4 + i * i * 0.5f, 590 - i * 3);
            using var line = new SKPaint { IsAntialias = true, IsStroke = true, StrokeWidth = 2.2f, Color = new SKColor(0xFF0B2B52).WithAlpha(150) };
            canvas.DrawPath(quill, line);
        }
        for (var i = 0; i < 60; i++)
            Blob(canvas, 520 + random.Next(110), 208 + random.Next(50), 2.4f, new SKColor(0xFF63C5E8).Vary(random, 10, 10, 10), blur: 0);
        using var beak = Curve("M 655 262 C 740 270 830 300 872 322 C 800 326 720 322 662 306 Z");
        Fill(canvas, beak, new(0xFF20242C));
        Stroke(canvas, 664, 288, 858, 320, new(0xFF575E6A), 2.5f);
        Blob(canvas, 628, 262, 17, new(0xFF120D0B), blur: 0);
        Blob(canvas, 634, 256, 5, new(0xFFF8F6EE), blur: 0);
        foreach (var x in (int[])[440, 505])
            for (var toe = -1; toe <= 1; toe++)
                Stroke(canvas, x, 572, x + toe * 16, 606, new(0xFFB0402B), 7);
    }

    // Short strokes over a shape, so that it has a plumage and not a flat colour.
    private static void Feathers(SKCanvas canvas, Random random, SKPath shape, SKRect bounds, float angle, float length, Func<float, float, SKColor> color, int count)
    {
        canvas.Save();
        Fill(canvas, shape, color(bounds.MidX, bounds.MidY).Grade(1, 0.6f));
        canvas.ClipPath(shape, antialias: true);
        for (var i = 0; i < count; i++)
        {
            var (x, y) = (bounds.Left + random.NextSingle() * bounds.Width, bounds.Top + random.NextSingle() * bounds.Height);
            var (sin, cos) = MathF.SinCos((angle + Palette.Spread(random, 22)) * MathF.PI / 180);
            Stroke(canvas, x, y, x + cos * length, y + sin * length, color(x, y).Vary(random, 9, 14, 17).WithAlpha(215), 1.6f + random.NextSingle() * 2.6f);
        }
        canvas.Restore();
    }

    private static void Twig(SKCanvas canvas, Random random, SKPoint a, SKPoint b, SKPoint c, SKPoint d, float thickness)
    {
        for (var i = 0; i < thickness * 7; i++)
        {
            var across = Palette.Spread(random, 1);
            using var path = new SKPath();
            var off = across * thickness / 2;
            path.MoveTo(a.X, a.Y + off);
            path.CubicTo(b.X, b.Y + off + Palette.Spread(random, 3), c.X, c.Y + off * 0.85f, d.X, d.Y + off * 0.5f);
            var color = Palette.Mix(new(0xFF9C7A55), new(0xFF3A2517), (across + 1) / 2).Vary(random, 6, 8, 9);
            using var paint = new SKPaint { IsAntialias = true, IsStroke = true, StrokeWidth = 1.5f + random.NextSingle() * 2.5f, Color = color };
            paint.PathEffect = SKPathEffect.CreateDash([20 + random.Next(120), random.Next(24)], random.Next(90));
            canvas.DrawPath(path, paint);
        }
    }

    private static void Leaf(SKCanvas canvas, Random random, float x, float y, float angle, float length)
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

    private static void Boat(SKCanvas canvas, float x, float y, float scale)
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

    private static void Ridge(SKCanvas canvas, Noise noise, float level, float rise, float scale, SKColor upper, SKColor lower, float bottom, float offset = 0)
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

    private static void Gradient(SKCanvas canvas, float top, float bottom, params SKColor[] colors)
    {
        using var paint = new SKPaint();
        paint.Shader = SKShader.CreateLinearGradient(new(0, top), new(0, bottom), colors, SKShaderTileMode.Clamp);
        canvas.DrawRect(0, top, Width, bottom - top, paint);
    }

    private static void Blob(SKCanvas canvas, float x, float y, float radius, SKColor color, float blur)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = color };
        if (blur > 0)
            paint.MaskFilter = SKMaskFilter.CreateBlur(SKBlurStyle.Normal, blur);
        canvas.DrawCircle(x, y, radius, paint);
    }

    private static void Stroke(SKCanvas canvas, float x0, float y0, float x1, float y1, SKColor color, float width)
    {
        using var paint = new SKPaint { IsAntialias = true, IsStroke = true, StrokeWidth = width, StrokeCap = SKStrokeCap.Round, Color = color };
        canvas.DrawLine(x0, y0, x1, y1, paint);
    }

    private static void Box(SKCanvas canvas, float x, float y, float width, float height, SKColor color)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = color };
        canvas.DrawRect(x, y, width, height, paint);
    }

    private static void Fill(SKCanvas canvas, SKPath path, SKColor color)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = color };
        canvas.DrawPath(path, paint);
    }

    private static SKPath Curve(string path) => SKPath.ParseSvgPathData(path);
}
