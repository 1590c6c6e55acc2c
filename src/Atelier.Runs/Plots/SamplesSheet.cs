using Atelier.Core;
using SkiaSharp;

namespace Atelier.Runs;

/// <summary>See <see cref="RunPlots.PlotSamples"/>.</summary>
internal static class SamplesSheet
{
    private const float Edge = 24, TitleHeight = 58, Side = 150, Gap = 18, LineHeight = 17, CaptionSize = 12.5f;
    private const string Arrow = " → ";

    public static void Save(IReadOnlyList<SamplePicture> pictures, string path, string title, int columns = 6)
    {
        Require.NotEmpty(pictures, nameof(pictures));
        columns = Math.Min(Require.Positive(columns, nameof(columns)), pictures.Count);
        PlotFont.Register();
        var row = Side + 10 + Gap + LineHeight * pictures.Max(picture => Lines(picture).Count + (picture.Note is null ? 0 : 1));
        var rows = (pictures.Count + columns - 1) / columns;
        var width = Math.Max(2 * Edge + columns * (Side + Gap) - Gap, 2 * Edge + PlotTheme.Width(title, PlotTheme.TitleSize, semiBold: true));
        PlotFile.Save(path, width, TitleHeight + rows * row + Edge / 2, canvas =>
        {
            PlotTheme.Text(canvas, title, Edge, 36, PlotTheme.Ink, PlotTheme.TitleSize, semiBold: true);
            foreach (var (index, picture) in pictures.Index())
                Draw(canvas, picture, Edge + index % columns * (Side + Gap), TitleHeight + index / columns * row);
        });
    }

    private static void Draw(SKCanvas canvas, SamplePicture picture, float x, float y)
    {
        picture.Draw(canvas, SKRect.Create(x, y, Side, Side));
        y += Side + 2;
        foreach (var line in Lines(picture))
            PlotTheme.Text(canvas, PlotTheme.Fit(line, Side, CaptionSize), x, y += LineHeight, PlotTheme.Ink, CaptionSize);
        if (picture.Note is { } note)
            PlotTheme.Text(canvas, PlotTheme.Fit(note, Side, 12), x, y + LineHeight, PlotTheme.Muted, 12);
    }

    // Two long names next to an arrow take two lines, rather than losing what distinguishes them.
    private static List<string> Lines(SamplePicture picture) =>
        picture.Caption.Split(Arrow, 2) is [var from, var to] && PlotTheme.Width(picture.Caption, CaptionSize) > Side
            ? [from, $"→ {to}"]
            : [picture.Caption];
}
