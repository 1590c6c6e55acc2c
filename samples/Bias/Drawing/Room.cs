using SkiaSharp;

namespace Atelier.Samples.Bias.Drawing;

/// <summary>Wall, floor, a window: chosen by chance alone, so that they tell nothing.</summary>
internal static class Room
{
    public const float Floor = 76;

    public static void Draw(Sketch sketch)
    {
        var wall = sketch.Near(sketch.OneOf("#F1E4CF", "#DDE5D8", "#E3DCE8", "#D6E2EA", "#F0D9CE"));
        sketch.Fade(0, 0, 100, Floor, Lighter(wall, 4), Lighter(wall, -4));
        var wood = sketch.Near(sketch.OneOf("#B98D62", "#A67C58", "#8F7259", "#C2A27A"));
        sketch.Fade(0, Floor, 100, 100 - Floor, wood, Lighter(wood, -9));
        sketch.Box(0, Floor - 1.6f, 100, 2.2f, Lighter(wall, -14));
        for (var seam = sketch.Between(82, 85); seam < 100; seam += 8)
            sketch.Box(0, seam, 100, 0.6f, Lighter(wood, -7));
        Window(sketch, sketch.OneOf(8f, 62f) + sketch.Between(-3, 3), sketch.Between(9, 15));
    }

    public static SKColor Lighter(SKColor color, float by)
    {
        color.ToHsl(out var hue, out var saturation, out var lightness);
        return SKColor.FromHsl(hue, saturation, Math.Clamp(lightness + by, 0, 100));
    }

    private static void Window(Sketch sketch, float x, float y)
    {
        var (sky, horizon) = sketch.OneOf(("#8FBEDC", "#E4EEF0"), ("#F2B38A", "#F8E3C4"), ("#4A5A86", "#A9A6C4"));
        const float width = 28, height = 30;
        sketch.Box(x - 2, y - 2, width + 4, height + 4, SKColor.Parse("#F7F3EA"), 1.5f);
        sketch.Fade(x, y, width, height, SKColor.Parse(sky), SKColor.Parse(horizon));
        sketch.Disc(x + sketch.Between(5, 23), y + sketch.Between(5, 12), sketch.Between(2, 3.2), SKColor.Parse("#FDF6DF"));
        var hill = sketch.Near("#7C9A78");
        sketch.Canvas.Save();
        sketch.Canvas.ClipRect(SKRect.Create(x, y, width, height));
        sketch.Oval(x + sketch.Between(2, 10), y + height + 4, 16, sketch.Between(9, 13), Lighter(hill, 10));
        sketch.Oval(x + sketch.Between(18, 28), y + height + 5, 17, sketch.Between(9, 13), hill);
        sketch.Canvas.Restore();
        sketch.Box(x + width / 2 - 0.6f, y, 1.2f, height, SKColor.Parse("#F7F3EA"));
        sketch.Box(x, y + height / 2 - 0.6f, width, 1.2f, SKColor.Parse("#F7F3EA"));
    }
}
