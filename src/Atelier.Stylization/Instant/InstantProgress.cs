namespace Atelier.Stylization;

/// <summary>Tells how far a picture is that is painted in one pass, tile by tile.</summary>
/// <param name="plan">How it is painted.</param>
/// <param name="progress">Whom to tell; null for nobody.</param>
/// <param name="times">How often it is painted, as after each of several paintings.</param>
internal sealed class InstantProgress(StylizationPlan plan, IProgress<StylizationProgress>? progress, int times = 1)
{
    private int _done;
    private double _pixels;

    /// <summary>A tile is done.</summary>
    public void Report(PaintedTile tile)
    {
        var level = plan.Levels[tile.Size];
        _pixels += Pixels(level) / level.Tiles;
        progress?.Report(new(
            ++_done, times * plan.Levels.Sum(other => other.Tiles), Math.Min(1, _pixels / times / plan.Levels.Sum(Pixels)), LossParts.None, tile.Size, level.Height, level.Width, 0));
    }

    private static double Pixels(PyramidLevel level) => (double)level.Height * level.Width;
}
