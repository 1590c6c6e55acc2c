using System.Text;
using System.Text.RegularExpressions;
using Atelier.Core;
using SkiaSharp;

namespace Atelier.Runs;

/// <summary>Writes drawings as PNG or SVG, by the path's extension.</summary>
internal static partial class PlotFile
{
    // A viewer without Inter uses the closest font it has; each letter keeps its place.
    private const string Fallback = ", 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif\"";

    /// <summary>Draws into a file.</summary>
    /// <param name="path">Ends in .png or .svg.</param>
    /// <param name="width">In units of the theme's sizes.</param>
    /// <param name="height">In units of the theme's sizes.</param>
    /// <param name="draw">Draws on white.</param>
    /// <exception cref="ArgumentException">The path has another extension.</exception>
    /// <exception cref="FileAccessException">The file cannot be written.</exception>
    public static void Save(string path, float width, float height, Action<SKCanvas> draw)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        // Whole units: part of a pixel at the edge would not be white.
        (width, height) = (MathF.Ceiling(width), MathF.Ceiling(height));
        byte[] bytes = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".PNG" => Png(width, height, draw),
            ".SVG" => Svg(width, height, draw),
            var other => throw new ArgumentException($"A plot is written as .png or .svg, not '{other}'.", nameof(path)),
        };
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    private static byte[] Png(float width, float height, Action<SKCanvas> draw)
    {
        using var surface = SKSurface.Create(
            new SKImageInfo((int)(width * PlotTheme.Sharpness), (int)(height * PlotTheme.Sharpness), SKColorType.Rgba8888, SKAlphaType.Premul));
        surface.Canvas.Scale(PlotTheme.Sharpness);
        surface.Canvas.Clear(PlotTheme.Paper);
        draw(surface.Canvas);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static byte[] Svg(float width, float height, Action<SKCanvas> draw)
    {
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(SKRect.Create(width, height), stream))
        {
            canvas.DrawRect(0, 0, width, height, new SKPaint { Color = PlotTheme.Paper });
            draw(canvas);
        }
        var text = Encoding.UTF8.GetString(stream.ToArray())
            .Replace("Inter\"", $"Inter{Fallback}", StringComparison.Ordinal).Replace("font-weight=\"500\"", "font-weight=\"600\"", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(TrailingComma().Replace(text, " ${places}\""));
    }

    // Skia ends each list of letter positions with a comma, which makes strict viewers discard the list.
    [GeneratedRegex(" (?<places>[xy]=\"[-0-9., e]*[0-9]), \"", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex TrailingComma();
}
