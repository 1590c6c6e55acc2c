using SkiaSharp;

namespace Atelier.Runs;

/// <summary>Which classes are predicted as which: a row per true class, a column per predicted one.</summary>
/// <remarks>A cell's color is its share of the row: blue for right, red for wrong. Counts are written where they fit.</remarks>
internal static class ConfusionMatrixPlot
{
    private const float Edge = 24, TitleHeight = 64, LongestName = 170, LargestSide = 1000, LargestCell = 62, SmallestCell = 10;
    private const float Darkest = 0.62f;

    /// <summary>Draws into a file.</summary>
    /// <param name="counts">[true class, predicted class]: how many samples, 0 or more.</param>
    /// <param name="classes">The classes' names, one for each row.</param>
    /// <param name="path">Ends in .png or .svg.</param>
    /// <exception cref="ArgumentException">The counts are not square, their number differs from that of the names, or the path has another extension.</exception>
    public static void Save(long[,] counts, IReadOnlyList<string> classes, string path)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(classes);
        var n = classes.Count;
        if (n == 0 || counts.GetLength(0) != n || counts.GetLength(1) != n)
            throw new ArgumentException($"Counts of [{n},{n}] are needed for {n} classes, not [{counts.GetLength(0)},{counts.GetLength(1)}].", nameof(counts));
        PlotFont.Register();
        var cell = Math.Clamp(LargestSide / n, SmallestCell, LargestCell);
        var text = Math.Clamp(cell * 0.82f, 7.5f, PlotTheme.TextSize);
        string[] names = [.. classes.Select(name => PlotTheme.Fit(name, LongestName, text))];
        var label = names.Max(name => PlotTheme.Width(name, text)) + 10;
        var grid = SKRect.Create(Edge + 22 + label, TitleHeight + 20 + label, n * cell, n * cell);
        var width = Math.Max(grid.Right + Edge, 430);
        PlotFile.Save(path, width, grid.Bottom + Edge, canvas =>
        {
            Title(canvas, counts, n);
            Names(canvas, grid, names, cell, text);
            Cells(canvas, grid, counts, n, cell);
        });
    }

    private static void Title(SKCanvas canvas, long[,] counts, int n)
    {
        var all = counts.Cast<long>().Sum();
        var right = Enumerable.Range(0, n).Sum(i => counts[i, i]);
        PlotTheme.Text(canvas, "Confusion matrix", Edge, 34, PlotTheme.Ink, PlotTheme.TitleSize, semiBold: true);
        PlotTheme.Text(canvas, all == 0 ? "no samples" : $"{right:N0} of {all:N0} right ({(double)right / all:P1})", Edge, 56, PlotTheme.Muted);
    }

    private static void Names(SKCanvas canvas, SKRect grid, string[] names, float cell, float size)
    {
        PlotTheme.Text(canvas, "predicted", grid.Left, TitleHeight + 14, PlotTheme.Muted, 12, semiBold: true);
        Turned(canvas, Edge + 12, grid.Top + PlotTheme.Width("true", 12, semiBold: true), "true", 12, semiBold: true);
        foreach (var (index, name) in names.Index())
        {
            var middle = (index + 0.5f) * cell + size * 0.35f;
            PlotTheme.Text(canvas, name, grid.Left - 7, grid.Top + middle, PlotTheme.Muted, size, align: SKTextAlign.Right);
            Turned(canvas, grid.Left + middle, grid.Top - 7, name, size);
        }
    }

    private static void Turned(SKCanvas canvas, float x, float y, string text, float size, bool semiBold = false)
    {
        canvas.Save();
        canvas.Translate(x, y);
        canvas.RotateDegrees(-90);
        PlotTheme.Text(canvas, text, 0, 0, PlotTheme.Muted, size, semiBold);
        canvas.Restore();
    }

    private static void Cells(SKCanvas canvas, SKRect grid, long[,] counts, int n, float cell)
    {
        var gap = cell > 20 ? 1.5f : cell > 12 ? 1 : 0.6f;
        var longest = counts.Cast<long>().Max().ToString();
        var size = Math.Min(PlotTheme.TextSize, cell * 0.42f);
        var hasText = size >= 6 && PlotTheme.Width(longest, size) <= cell - 3;
        using var paint = new SKPaint { IsAntialias = true };
        for (var row = 0; row < n; row++)
        {
            var sum = Math.Max(1, Enumerable.Range(0, n).Sum(column => counts[row, column]));
            for (var column = 0; column < n; column++)
            {
                var share = (float)counts[row, column] / sum;
                var place = SKRect.Create(grid.Left + column * cell, grid.Top + row * cell, cell - gap, cell - gap);
                paint.Color = Shade(row == column ? PlotTheme.Blue : PlotTheme.Red, share);
                canvas.DrawRect(place, paint);
                if (hasText && counts[row, column] > 0)
                    PlotTheme.Text(
                        canvas, counts[row, column].ToString(), place.MidX, place.MidY + size * 0.36f, share > Darkest ? PlotTheme.Paper : PlotTheme.Ink, size, align: SKTextAlign.Center);
            }
        }
    }

    // A few mistakes among many must be visible, so the shade rises faster than the share.
    private static SKColor Shade(SKColor full, float share)
    {
        var amount = MathF.Pow(share, 0.6f);
        byte Mix(byte from, byte to) => (byte)MathF.Round(from + (to - from) * amount);
        var empty = SKColor.Parse("#F3F5F7");
        return new(Mix(empty.Red, full.Red), Mix(empty.Green, full.Green), Mix(empty.Blue, full.Blue));
    }
}
