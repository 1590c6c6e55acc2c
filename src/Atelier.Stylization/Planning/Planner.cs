using Atelier.Core;

namespace Atelier.Stylization;

/// <summary>Finds, for each size of the pyramid, the plan that spares least and still fits into the memory.</summary>
/// <param name="model">Foretells; null where nobody can.</param>
/// <param name="history">Steps that the request wants remembered.</param>
/// <param name="limit">Bytes that the process may take; null for no limit.</param>
/// <param name="kept">Bytes of buffers that the encoder still holds; it reuses or frees them.</param>
internal sealed class Planner(MemoryModel? model, int history, long? limit, long kept)
{
    private const int FewestSteps = 3;

    // From what costs nothing to what costs most: digits of the history, then half as much time again for tiles, then steps.
    private static readonly int[] Sides = [4096, 3072, 2048, 1536, 1024, 768, 512, 384, 256];

    private readonly long _used = Environment.WorkingSet - kept;

    /// <summary>What the process may take if nobody says: what it has and what is free, less a reserve for others.</summary>
    public static long DefaultLimit()
    {
        var attainable = MachineFacts.AttainableMemory();
        return attainable - Math.Max(256L << 20, attainable / 20);
    }

    /// <summary>The plan for a size.</summary>
    /// <exception cref="StylizationException">No plan fits.</exception>
    public PyramidLevel Plan(int height, int width, int evaluations)
    {
        if (model is null)
            return new(height, width, evaluations) { HistorySize = history };
        PyramidLevel? least = null;
        long? full = null;
        foreach (var (side, steps, spared) in Choices(Math.Max(height, width)))
        {
            var bytes = _used + model.Bytes(height, width, evaluations, side, steps, spared is not Sparing.None);
            var tiles = side is { } most ? new Tiling(model.Seen, height, width, most).Tiles.Count : 1;
            full ??= bytes;
            var level = new PyramidLevel(height, width, evaluations)
            {
                Tiles = tiles,
                HistorySize = steps,
                Memory = bytes,
                TileSide = side,
                Spared = spared,
                FullMemory = full,
            };
            if (limit is null || bytes <= limit)
                return level;
            least = least is null || bytes < least.Memory ? level : least;
        }
        throw new StylizationException(StylizationPlan.Refusal(height, width, least!.Memory!.Value, limit!.Value));
    }

    private IEnumerable<(int? Side, int Steps, Sparing Spared)> Choices(int longSide)
    {
        int?[] sides = [.. Sides.Where(side => side < longSide).Select(side => (int?)side)];
        yield return (null, history, Sparing.None);
        yield return (null, history, Sparing.HalvedHistory);
        foreach (var side in sides.Where(side => side >= 1024))
            yield return (side, history, Sparing.None);
        foreach (var side in sides.Where(side => side >= 512))
            yield return (side, history, Sparing.HalvedHistory);
        for (var steps = history / 2; steps >= FewestSteps; steps /= 2)
            foreach (var side in sides.Where(side => side >= 512))
                yield return (side, steps, Sparing.ShortHistory);
        foreach (var side in sides)
            yield return (side, Math.Min(history, FewestSteps), Sparing.ShortHistory);
    }
}
