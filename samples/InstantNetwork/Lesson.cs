using Atelier.Runs;

namespace Atelier.Samples.InstantNetwork;

/// <summary>What is learned, one after the other.</summary>
/// <param name="Name">Of the file that holds the stage afterwards.</param>
/// <param name="Stage">How it is trained.</param>
/// <param name="Level">The longer side of paintings, in pixels.</param>
/// <param name="BeginsAs">The lesson whose weights it begins with; null for fresh ones.</param>
internal sealed record Lesson(string Name, StageRecipe Stage, int Level, string? BeginsAs = null)
{
    private const double Fresh = 1.5e-3, Again = 8e-4;

    /// <summary>In their order. The first stage learns to paint before the painting's colors are laid under what it paints.</summary>
    public static IReadOnlyList<Lesson> All { get; } =
    [
        new("drawing", new(0, Side: 128, Pairs: 4, ContentWeight: 0.03, Steps: 4000, Fresh) { HasColors = false }, Level: 128),
        new("first", new(0, Side: 128, Pairs: 4, ContentWeight: 0.05, Steps: 3100, Again), Level: 128, "drawing"),
        new("further", new(1, Side: 192, Pairs: 4, ContentWeight: 0.09, Steps: 3700, Fresh), Level: 256),
    ];
}
