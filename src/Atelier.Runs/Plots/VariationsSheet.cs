using SkiaSharp;

namespace Atelier.Runs;

/// <summary>Pictures of one photo with settings that vary, side by side under their values.</summary>
internal static class VariationsSheet
{
    private const float Edge = 24, TitleHeight = 58, Gap = 18, CaptionHeight = 30, Longest = 360, CaptionSize = 15;

    /// <summary>Writes it.</summary>
    /// <param name="path">Ends in .png or .svg.</param>
    /// <param name="title">Of the sheet.</param>
    /// <param name="pictures">Row by row, all in the same proportions.</param>
    /// <param name="columns">Pictures in a row.</param>
    public static void Save(string path, string title, IReadOnlyList<SamplePicture> pictures, int columns)
    {
        PlotFont.Register();
        var scale = Longest / Math.Max(pictures[0].Width, pictures[0].Height);
        var (width, height) = (pictures[0].Width * scale, pictures[0].Height * scale);
        var rows = (pictures.Count + columns - 1) / columns;
        var all = Math.Max((columns * (width + Gap)) - Gap, PlotTheme.Width(title, PlotTheme.TitleSize, semiBold: true));
        PlotFile.Save(path, (2 * Edge) + all, TitleHeight + (rows * (height + CaptionHeight + Gap)), canvas =>
        {
            PlotTheme.Text(canvas, title, Edge, 36, PlotTheme.Ink, PlotTheme.TitleSize, semiBold: true);
            foreach (var (index, picture) in pictures.Index())
            {
                var (x, y) = (Edge + (index % columns * (width + Gap)), TitleHeight + (index / columns * (height + CaptionHeight + Gap)));
                picture.Draw(canvas, SKRect.Create(x, y, width, height));
                PlotTheme.Text(canvas, PlotTheme.Fit(picture.Caption, width, CaptionSize), x, y + height + 20, PlotTheme.Ink, CaptionSize);
            }
        });
    }
}
