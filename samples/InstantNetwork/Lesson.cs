using Atelier.Runs;

namespace Atelier.Samples.InstantNetwork;

/// <summary>What is learned, one after the other.</summary>
/// <param name="Name">Of the file that holds the stage afterwards.</param>
/// <param name="Stage">How it is trained.</param>
/// <param name="Level">The longer side of paintings, in pixels.</param>
/// <param name="BeginsAs">The lesson whose weights it begins with; null for fresh ones.</param>
internal sealed record Lesson(string Name, StageRecipe Stage, int Level, string? BeginsAs = null)
{
    private const double Fresh = 1.5e-3, Again = 5e-4;

    /// <summary>In their order. The first stage learns to paint before the painting's colors are laid under what it paints.</summary>
    public static IReadOnlyList<Lesson> All { get; } =
    [
        new("drawing", new(0, Seen: 128, Painted: 128, Pairs: 4, ContentWeight: 0.03, Steps: 4000, Fresh) { HasColors = false }, Level: 128),
        new("first", new(0, Seen: 128, Painted: 128, Pairs: 4, ContentWeight: 0.03, Steps: 1200, Again), Level: 128, "drawing"),
        new("middle", new(1, Seen: 192, Painted: 192, Pairs: 4, ContentWeight: 0.04, Steps: 3000, Fresh), Level: 256),
        new("last", new(2, Seen: 384, Painted: 192, Pairs: 3, ContentWeight: 0.06, Steps: 3000, Again), Level: 512, "middle"),
    ];
}
