namespace Atelier.Stylization;

/// <summary>Finds the largest tiles with which a picture that is painted in one pass fits into the memory.</summary>
/// <param name="tiling">How a picture of that size is cut: by stage, height, width, and the tiles' longer side.</param>
/// <param name="isRecolored">Whether colors are matched over the whole picture (<see cref="ColorSource.Linear"/>, <see cref="ColorSource.Histogram"/>).</param>
internal sealed class InstantPlanner(Func<int, int, int, int?, Tiling> tiling, bool isRecolored)
{
    // Code that is compiled on the way, networks, threads' scratch.
    private const long Surroundings = 100L << 20;

    // Measured, of a pass and of what is painted of it.
    private const long BytesPerSeenPixel = 1080;

    // Of a picture that is painted whole, in floats: as it is, with margins, at smaller sizes, painted, and painted without margins.
    private const long BytesPerWholePixel = 55;

    // In tiles, in integers; a channel is scaled in floats.
    private const long BytesPerTiledPixel = 15;

    // Measured, in floats: the picture, the photo, and both in linear light.
    private const long BytesPerRecoloredPixel = 130;

    private static readonly int?[] Sides = [null, 512, 384, 256, 128];

    /// <summary>How to paint sizes, from small to large.</summary>
    /// <param name="sizes">Without margins, and with them.</param>
    /// <param name="limit">Bytes that the process may take; null for no limit.</param>
    /// <exception cref="StylizationException">No tiles are small enough.</exception>
    public StylizationPlan Plan(IReadOnlyList<((int Height, int Width) Shown, (int Height, int Width) Painted)> sizes, long? limit)
    {
        var used = Environment.WorkingSet;
        StylizationPlan? plan = null, whole = null;
        foreach (var side in Sides)
        {
            plan = new([.. sizes.Select((size, stage) => Level(size.Shown, size.Painted, stage, side, used))], limit);
            whole ??= plan;
            if (limit is null || plan.PeakMemory <= limit)
                return new([.. plan.Levels.Zip(whole.Levels, (level, all) => level with { FullMemory = all.Memory })], limit);
        }
        var (height, width) = sizes[^1].Shown;
        throw new StylizationException(StylizationPlan.Refusal(height, width, plan!.PeakMemory!.Value, limit!.Value));
    }

    private PyramidLevel Level((int Height, int Width) shown, (int Height, int Width) painted, int stage, int? side, long used)
    {
        var cut = tiling(stage, painted.Height, painted.Width, side);
        var pixels = (long)painted.Height * painted.Width;
        return new(shown.Height, shown.Width, 1)
        {
            Tiles = cut.Tiles.Count,
            TileSide = side,
            Memory = used + Surroundings + (pixels * ((cut.Tiles.Count == 1 ? BytesPerWholePixel : BytesPerTiledPixel) + (isRecolored ? BytesPerRecoloredPixel : 0))) + (cut.Height * cut.Width * BytesPerSeenPixel),
        };
    }
}
