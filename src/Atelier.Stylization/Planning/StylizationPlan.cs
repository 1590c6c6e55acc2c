namespace Atelier.Stylization;

/// <summary>How a picture will be painted: sizes, evaluations, and what is done to stay within the memory.</summary>
/// <param name="Levels">From small to large.</param>
/// <param name="MemoryLimit">Bytes that the process may take; null where nothing limits it.</param>
public sealed record StylizationPlan(IReadOnlyList<PyramidLevel> Levels, long? MemoryLimit)
{
    /// <summary>Bytes that the process will take at its peak; null for a network whose needs are not known before it runs.</summary>
    public long? PeakMemory => Levels.Max(level => level.Memory);

    /// <summary>Whether every size is painted in one piece with all that the request asks for.</summary>
    public bool IsUnlimited => Levels.All(level => level.Tiles == 1 && level.Spared is Sparing.None);

    /// <summary>Which plan it is, and why, in a sentence or two.</summary>
    public string Sentence
    {
        get
        {
            var last = Levels[^1];
            var size = $"{last.Width}x{last.Height}";
            if (PeakMemory is not { } peak)
                return last.Tiles == 1 ? $"{size} in one piece." : $"{size} in {last.Tiles} tiles.";
            var limit = MemoryLimit is { } most ? $" of {Size(most)}" : "";
            if (IsUnlimited)
                return $"{size} in one piece, with about {Size(peak)}{limit} at the peak.";
            if (last.FullMemory is { } full && full <= peak)
                return $"{size} in {last.Tiles} tiles, with about {Size(peak)}{limit} at the peak.";
            var steps = last.Spared switch
            {
                Sparing.None => "",
                Sparing.HalvedHistory => ", with the optimizer's steps in half precision",
                _ => $", with {last.HistorySize} of the optimizer's steps in half precision",
            };
            var pieces = last.Tiles == 1 ? "in one piece" : $"in {last.Tiles} tiles";
            return $"{size} {pieces}{steps}, to stay within the memory: about {Size(peak)}{limit} at the peak; all at once would take {Size(last.FullMemory ?? 0)}.";
        }
    }

    /// <summary>That a picture does not fit, however it is painted.</summary>
    internal static string Refusal(int height, int width, long least, long limit) =>
        $"{width}x{height} pixels take at least {Size(least)} of memory, and {Size(limit)} may be used: paint a smaller picture, or allow more memory.";

    internal static string Size(long bytes) =>
        bytes >= 1L << 30 ? FormattableString.Invariant($"{bytes / (double)(1L << 30):0.0} GiB") : FormattableString.Invariant($"{bytes / (double)(1L << 20):0} MiB");
}

/// <summary>A size at which the image is optimized, and how.</summary>
/// <param name="Height">Pixels.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Evaluations">Of loss and gradient.</param>
public sealed record PyramidLevel(int Height, int Width, int Evaluations)
{
    /// <summary>Pieces that the network sees one after the other; 1 for the whole at once.</summary>
    public int Tiles { get; init; } = 1;

    /// <summary>Steps that the optimizer remembers at the most.</summary>
    public int HistorySize { get; init; }

    /// <summary>Bytes that the process takes then, at its peak; null where nobody can tell.</summary>
    public long? Memory { get; init; }

    /// <summary>Longer side in pixels.</summary>
    internal int LongSide => Math.Max(Height, Width);

    /// <summary>Longer side of a tile in pixels, without its surroundings; null for one piece.</summary>
    internal int? TileSide { get; init; }

    /// <summary>What the optimizer does without.</summary>
    internal Sparing Spared { get; init; }

    /// <summary>Bytes if nothing were spared.</summary>
    internal long? FullMemory { get; init; }
}

/// <summary>What the optimizer's memory of its steps does without.</summary>
internal enum Sparing
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Digits: three are left.</summary>
    HalvedHistory,

    /// <summary>Digits, and the oldest steps.</summary>
    ShortHistory,
}
