using SkiaSharp;

namespace Atelier.Samples.Painting;

/// <summary>Colors, mixed and varied as a painter does.</summary>
internal static class Palette
{
    /// <summary>Between two colors: 0 is the first, 1 the second.</summary>
    public static SKColor Mix(SKColor a, SKColor b, float t) => new(Part(a.Red, b.Red, t), Part(a.Green, b.Green, t), Part(a.Blue, b.Blue, t), Part(a.Alpha, b.Alpha, t));

    /// <summary>A color near another: hue in degrees, the others in percent, each either way at most.</summary>
    public static SKColor Vary(this SKColor color, Random random, float hue, float saturation, float value)
    {
        color.ToHsv(out var h, out var s, out var v);
        return SKColor.FromHsv(
            (h + Spread(random, hue) + 360) % 360,
            Math.Clamp(s + Spread(random, saturation), 0, 100),
            Math.Clamp(v + Spread(random, value), 0, 100),
            color.Alpha);
    }

    /// <summary>How light a color looks, in [0,1].</summary>
    public static float Light(this SKColor color) => (0.299f * color.Red + 0.587f * color.Green + 0.114f * color.Blue) / 255;

    /// <summary>A color with more or less saturation and light: factors.</summary>
    public static SKColor Grade(this SKColor color, float saturation, float value)
    {
        color.ToHsv(out var h, out var s, out var v);
        return SKColor.FromHsv(h, Math.Clamp(s * saturation, 0, 100), Math.Clamp(v * value, 0, 100), color.Alpha);
    }

    /// <summary>A number within so much of 0.</summary>
    public static float Spread(Random random, float most) => (random.NextSingle() * 2 - 1) * most;

    private static byte Part(byte a, byte b, float t) => (byte)Math.Clamp(a + (b - a) * t, 0, 255);
}
