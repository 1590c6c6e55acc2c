using SkiaSharp;

namespace Atelier.Samples.Painting;

/// <summary>How it is painted: each takes a scene, which it disposes, and gives the painting.</summary>
internal static class Techniques
{
    /// <summary>Thick strokes that follow eddies, each of several bristles.</summary>
    public static SKBitmap Swirls(SKBitmap scene, Random random)
    {
        var painting = new SKBitmap(scene.Width, scene.Height);
        using var canvas = new SKCanvas(painting);
        canvas.DrawBitmap(scene, 0, 0);
        var noise = new Noise(random.Next());
        (float X, float Y, float Turn)[] eddies = [(800, 150, 1), (430, 190, -1), (170, 130, 1), (600, 330, 0.7f), (300, 400, -0.6f), (950, 330, -0.8f)];
        foreach (var (width, count, length) in (IEnumerable<(float, int, int)>)[(17, 3000, 12), (10, 7000, 10), (6.5f, 9000, 8)])
            for (var i = 0; i < count; i++)
                Brush(canvas, scene, random, new(random.Next(scene.Width), random.Next(scene.Height)), width, length, point => Flow(noise, eddies, point));
        scene.Dispose();
        return painting;
    }

    /// <summary>Dots of pure color that mix in the eye.</summary>
    public static SKBitmap Dots(SKBitmap scene, Random random)
    {
        var painting = new SKBitmap(scene.Width, scene.Height);
        using var canvas = new SKCanvas(painting);
        canvas.Clear(new(0xFFEFE6D2));
        using var paint = new SKPaint { IsAntialias = true };
        foreach (var (step, radius) in (IEnumerable<(int, float)>)[(8, 5.6f), (7, 4.4f), (7, 3.4f)])
        {
            for (var y = 0; y < scene.Height; y += step)
            {
                for (var x = 0; x < scene.Width; x += step)
                {
                    var (at, to) = (x + Palette.Spread(random, step * 0.7f), y + Palette.Spread(random, step * 0.7f));
                    var color = At(scene, at, to).Grade(1.3f, 1.02f);
                    color = random.Next(6) switch
                    {
                        0 => color.Vary(random, 60, 20, 10),
                        1 => Complement(color),
                        _ => color.Vary(random, 16, 18, 14),
                    };
                    paint.Color = color;
                    canvas.DrawOval(at, to, radius * (0.7f + random.NextSingle() * 0.5f), radius * (0.6f + random.NextSingle() * 0.4f), paint);
                }
            }
        }
        scene.Dispose();
        return painting;
    }

    /// <summary>Lines cut along the forms, thick where it is dark, over a few flat inks.</summary>
    public static SKBitmap Woodcut(SKBitmap scene, Random random)
    {
        var painting = new SKBitmap(scene.Width, scene.Height);
        using var canvas = new SKCanvas(painting);
        SKColor[] inks = [new(0xFF22363C), new(0xFF4F7B80), new(0xFFA9B79F), new(0xFFE9D3A4), new(0xFFF5EBD3)];
        for (var y = 0; y < scene.Height; y++)
        {
            for (var x = 0; x < scene.Width; x++)
            {
                var color = At(scene, x, y);
                var isRed = color.Red > 150 && color.Green < 110;
                painting.SetPixel(x, y, isRed ? new(0xFFBF3B2B) : inks[Math.Clamp((int)(color.Light() * 1.1f * inks.Length), 0, inks.Length - 1)]);
            }
        }
        var noise = new Noise(random.Next());
        using var ink = new SKPaint { IsAntialias = true, Color = new(0xFF1A1714) };
        for (var line = -260; line < scene.Height + 260; line += 9)
        {
            using var path = new SKPath();
            List<SKPoint> below = [];
            for (var x = 0; x <= scene.Width; x += 3)
            {
                var y = line + 90 * (noise.At(x / 340f, line / 420f, 2) - 0.5f) + 7 * MathF.Sin(x / 46f + line / 60f);
                var dark = 1 - At(scene, x, y).Light();
                var cut = dark * dark * 5.4f + Palette.Spread(random, 0.3f);
                var half = cut < 0.55f ? 0 : Math.Min(cut, 3.4f);
                if (x == 0)
                    path.MoveTo(x, y - half);
                else
                    path.LineTo(x, y - half);
                below.Add(new(x, y + half));
            }
            below.Reverse();
            below.ForEach(path.LineTo);
            path.Close();
            canvas.DrawPath(path, ink);
        }
        scene.Dispose();
        return painting;
    }

    /// <summary>Panes of colored glass between lines of lead.</summary>
    public static SKBitmap Glass(SKBitmap scene, Random random)
    {
        const int Cell = 34;
        var (columns, rows) = (scene.Width / Cell + 3, scene.Height / Cell + 3);
        var sites = new SKPoint[rows, columns];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                sites[row, column] = new((column - 1 + random.NextSingle()) * Cell, (row - 1 + random.NextSingle()) * Cell);
        var noise = new Noise(random.Next());
        var painting = new SKBitmap(scene.Width, scene.Height);
        for (var y = 0; y < scene.Height; y++)
        {
            for (var x = 0; x < scene.Width; x++)
            {
                var (nearest, next, site) = Nearest(sites, x, y, Cell);
                var pane = At(scene, site.X, site.Y).Grade(1.35f, 1.05f);
                var glow = 1.18f - nearest / Cell * 0.5f + (noise.At(x / 13f, y / 13f, 3) - 0.5f) * 0.42f;
                var edge = next - nearest;
                var lead = Math.Clamp((edge - 3.4f) / 1.6f, 0, 1);
                var metal = Palette.Mix(new(0xFF5A5E63), new(0xFF17181B), Math.Clamp(edge / 2.6f, 0, 1));
                painting.SetPixel(x, y, Palette.Mix(metal, pane.Grade(1.05f, glow), lead));
            }
        }
        scene.Dispose();
        return painting;
    }

    private static void Brush(SKCanvas canvas, SKBitmap scene, Random random, SKPoint at, float width, int length, Func<SKPoint, SKPoint> flow)
    {
        var color = At(scene, at.X, at.Y).Vary(random, 9, 12, 10);
        List<SKPoint> spine = [at];
        for (var step = 0; step < length; step++)
        {
            var direction = flow(at);
            at = new(at.X + direction.X * width * 0.42f, at.Y + direction.Y * width * 0.42f);
            spine.Add(at);
        }
        const int Bristles = 6;
        for (var bristle = 0; bristle < Bristles; bristle++)
        {
            var off = ((bristle + 0.5f) / Bristles - 0.5f) * width;
            using var path = new SKPath();
            for (var step = 0; step < spine.Count; step++)
            {
                var (from, to) = (spine[Math.Max(0, step - 1)], spine[Math.Min(spine.Count - 1, step + 1)]);
                var (dx, dy) = (to.X - from.X, to.Y - from.Y);
                var norm = MathF.Max(1e-3f, MathF.Sqrt(dx * dx + dy * dy));
                var point = new SKPoint(spine[step].X - dy / norm * off, spine[step].Y + dx / norm * off);
                if (step == 0)
                    path.MoveTo(point);
                else
                    path.LineTo(point);
            }
            // Light falls from one side on the ridges that the bristles leave.
            var ridge = 1 + 0.17f * MathF.Cos(bristle * MathF.PI / (Bristles - 1)) + Palette.Spread(random, 0.06f);
            using var paint = new SKPaint { IsAntialias = true, IsStroke = true, StrokeWidth = width / Bristles * 1.35f, StrokeCap = SKStrokeCap.Round, StrokeJoin = SKStrokeJoin.Round, Color = color.Grade(1, ridge) };
            canvas.DrawPath(path, paint);
        }
    }

    // Along the level lines of a smooth field, around the eddies near them.
    private static SKPoint Flow(Noise noise, (float X, float Y, float Turn)[] eddies, SKPoint at)
    {
        const float Scale = 230;
        var slopeX = noise.At((at.X + 3) / Scale, at.Y / Scale, 2) - noise.At((at.X - 3) / Scale, at.Y / Scale, 2);
        var slopeY = noise.At(at.X / Scale, (at.Y + 3) / Scale, 2) - noise.At(at.X / Scale, (at.Y - 3) / Scale, 2);
        var (x, y) = (slopeY * 30 + 0.35f, -slopeX * 30);
        foreach (var eddy in eddies)
        {
            var (dx, dy) = (at.X - eddy.X, at.Y - eddy.Y);
            var distance = MathF.Sqrt(dx * dx + dy * dy) + 1;
            var pull = 3.2f * eddy.Turn * MathF.Exp(-distance / 95);
            (x, y) = (x - dy / distance * pull, y + dx / distance * pull);
        }
        var norm = MathF.Max(1e-4f, MathF.Sqrt(x * x + y * y));
        return new(x / norm, y / norm);
    }

    private static (float Nearest, float Next, SKPoint Site) Nearest(SKPoint[,] sites, int x, int y, int cell)
    {
        var (nearest, next, found) = (float.MaxValue, float.MaxValue, default(SKPoint));
        var (column, row) = (x / cell + 1, y / cell + 1);
        for (var r = Math.Max(0, row - 2); r <= Math.Min(sites.GetLength(0) - 1, row + 2); r++)
        {
            for (var c = Math.Max(0, column - 2); c <= Math.Min(sites.GetLength(1) - 1, column + 2); c++)
            {
                var distance = SKPoint.Distance(sites[r, c], new(x, y));
                if (distance < nearest)
                    (nearest, next, found) = (distance, nearest, sites[r, c]);
                else
                    next = MathF.Min(next, distance);
            }
        }
        return (nearest, next, found);
    }

    private static SKColor Complement(SKColor color)
    {
        color.ToHsv(out var h, out var s, out var v);
        return SKColor.FromHsv((h + 165) % 360, s * 0.6f, Math.Clamp(v * 1.05f, 0, 100));
    }

    private static SKColor At(SKBitmap bitmap, float x, float y) =>
        bitmap.GetPixel(Math.Clamp((int)x, 0, bitmap.Width - 1), Math.Clamp((int)y, 0, bitmap.Height - 1));
}
