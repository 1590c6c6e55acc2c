using SkiaSharp;
using static Atelier.Samples.Painting.Brush;
using static Atelier.Samples.Painting.Subjects;

namespace Atelier.Samples.Painting.Scenes;

/// <summary>A kingfisher on a branch.</summary>
internal static class Bird
{
    /// <summary>The scene, which the caller owns; the same random numbers give the same scene.</summary>
    public static SKBitmap Paint(Random random)
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

    // Short strokes over a shape, so that it has a plumage and not a flat color.
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
}
