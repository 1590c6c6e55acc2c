using SkiaSharp;

namespace Atelier.Runs;

/// <summary>How the plots look: one place for colors and sizes.</summary>
internal static class PlotTheme
{
    /// <summary>Pixels of a PNG per unit of length.</summary>
    public const float Sharpness = 2;

    /// <summary>Size of titles.</summary>
    public const float TitleSize = 17;

    /// <summary>Size of all other text.</summary>
    public const float TextSize = 13;

    /// <summary>Width of lines that matter.</summary>
    public const float LineWidth = 2.2f;

    /// <summary>Behind everything.</summary>
    public static SKColor Paper { get; } = SKColor.Parse("#FFFFFF");

    /// <summary>Titles.</summary>
    public static SKColor Ink { get; } = SKColor.Parse("#1F2A37");

    /// <summary>Text of axes and captions.</summary>
    public static SKColor Muted { get; } = SKColor.Parse("#5B6776");

    /// <summary>Axes.</summary>
    public static SKColor Frame { get; } = SKColor.Parse("#B8C1CC");

    /// <summary>Grid lines.</summary>
    public static SKColor Grid { get; } = SKColor.Parse("#EBEEF2");

    /// <summary>The first thing that a plot shows.</summary>
    public static SKColor Blue { get; } = SKColor.Parse("#2F6690");

    /// <summary>The second: validation.</summary>
    public static SKColor Amber { get; } = SKColor.Parse("#D98324");

    /// <summary>The third: the averaged model.</summary>
    public static SKColor Green { get; } = SKColor.Parse("#3A8F6D");

    /// <summary>Boundaries and mistakes.</summary>
    public static SKColor Red { get; } = SKColor.Parse("#C8443A");

    /// <summary>Colors for several series, in order.</summary>
    public static IReadOnlyList<SKColor> Series { get; } =
        [Blue, Amber, Green, SKColor.Parse("#8A5A9E"), SKColor.Parse("#B0413E"), SKColor.Parse("#5C8AA8"), SKColor.Parse("#8C7A3D")];

    /// <summary>For ScottPlot.</summary>
    public static ScottPlot.Color For(SKColor color) => new(color.Red, color.Green, color.Blue, color.Alpha);

    /// <summary>A font to draw and measure with; the caller disposes it.</summary>
    /// <param name="text">What is to be written, which may need another typeface than the plots' own.</param>
    /// <param name="size">In pixels.</param>
    /// <param name="semiBold">For titles.</param>
    public static SKFont Font(string text, float size = TextSize, bool semiBold = false) =>
        new(PlotFont.For(text, semiBold), size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None, Edging = SKFontEdging.Antialias };

    /// <summary>Text whose baseline starts, is centered or ends at a point.</summary>
    public static void Text(
        SKCanvas canvas, string text, float x, float y, SKColor color, float size = TextSize, bool semiBold = false, SKTextAlign align = SKTextAlign.Left)
    {
        using var font = Font(text, size, semiBold);
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        canvas.DrawText(text, x, y, align, font, paint);
    }

    /// <summary>The width of a text.</summary>
    public static float Width(string text, float size = TextSize, bool semiBold = false)
    {
        using var font = Font(text, size, semiBold);
        return font.MeasureText(text);
    }

    /// <summary>Text that fits a width: shortened in the middle, where names differ least.</summary>
    public static string Fit(string text, float width, float size = TextSize)
    {
        if (Width(text, size) <= width)
            return text;
        for (var keep = text.Length - 1; keep > 1; keep--)
            if ($"{text[..((keep + 1) / 2)]}…{text[^(keep / 2)..]}" is var shorter && Width(shorter, size) <= width)
                return shorter;
        return "…";
    }

    /// <summary>A number as an axis shows it: 0.001, 2.5e-4, 12000.</summary>
    public static string Number(double value)
    {
        var size = Math.Abs(value);
        if (size < 1e-12)
            return "0";
        if (size is >= 1e-3 and < 1e6)
            return Math.Round(value, 10).ToString("0.######");
        var exponent = (int)Math.Floor(Math.Log10(size) + 1e-9);
        return $"{(value / Math.Pow(10, exponent)).ToString("0.###")}e{exponent}";
    }
}
