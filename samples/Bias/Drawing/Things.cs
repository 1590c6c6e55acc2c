using SkiaSharp;

namespace Atelier.Samples.Bias.Drawing;

/// <summary>What stands on the table: the only thing that tells the activity.</summary>
internal static class Things
{
    /// <summary>Draws a thing whose foot is at (74, 60).</summary>
    public static void Draw(Sketch sketch, string activity)
    {
        switch (activity)
        {
            case "cooking":
                Pot(sketch);
                break;
            case "gardening":
                Plant(sketch);
                break;
            case "music":
                Guitar(sketch);
                break;
            default:
                Easel(sketch);
                break;
        }
    }

    private static void Pot(Sketch sketch)
    {
        var metal = sketch.Near(sketch.OneOf("#6E7B87", "#8A5A44", "#4E5A66"));
        foreach (var x in (float[])[69, 74, 79])
            sketch.Line($"M{x} 42 C{x - 4} 37 {x + 4} 33 {x} {sketch.Between(25, 29)}", new(255, 255, 255, 150), 2);
        sketch.Shape("M61 45 L87 45 L85 57 C84 60 64 60 63 57 Z", metal);
        sketch.Line("M58 48 L61 48 M87 48 L90 48", metal, 2.6f);
        sketch.Oval(74, 45, 13, 2.4f, Room.Lighter(metal, 14));
        sketch.Oval(74, 45.4f, 11, 1.7f, sketch.Near("#C98A3B"));
    }

    private static void Plant(Sketch sketch)
    {
        var leaf = sketch.Near("#4C8A4A");
        sketch.Line("M74 50 C73 40 73 34 74 26 M74 44 C68 40 66 36 65 32 M74 42 C80 38 82 35 84 30", leaf, 1.8f);
        sketch.Shape("M74 46 C66 46 62 42 61 37 C68 37 73 40 74 46 Z M74 46 C82 46 86 42 88 38 C80 37 75 41 74 46 Z", leaf);
        var petal = sketch.Near(sketch.OneOf("#E7B92E", "#D985A8", "#F3EFE6"));
        foreach (var (x, y) in ((float, float)[])[(74, 26), (65, 31), (84, 30)])
        {
            sketch.Disc(x, y, 3.6f, petal);
            sketch.Disc(x, y, 1.4f, SKColor.Parse("#8A5A20"));
        }
        var clay = sketch.Near("#9C6B54");
        sketch.Shape("M66 49 L82 49 L80 60 L68 60 Z", clay);
        sketch.Box(64.5f, 47, 19, 3.4f, Room.Lighter(clay, 6), 1);
    }

    private static void Guitar(Sketch sketch)
    {
        var wood = sketch.Near(sketch.OneOf("#C98F4B", "#A9713A", "#D8AE6C"));
        sketch.Line("M75 42 L80.6 25", SKColor.Parse("#4A3426"), 3);
        sketch.Line("M80.2 26.2 L82 21", SKColor.Parse("#2B211A"), 4.6f);
        sketch.Disc(74.5f, 42.5f, 7, wood);
        sketch.Disc(71.5f, 51.5f, 9, wood);
        sketch.Disc(73.4f, 46, 2.8f, SKColor.Parse("#3A2A1D"));
        sketch.Line("M68.4 53.6 L73.4 55.6", SKColor.Parse("#3A2A1D"), 1.5f);
        sketch.Line("M71 54.5 L80.9 25", new(245, 240, 230, 200), 0.6f);
    }

    private static void Easel(Sketch sketch)
    {
        var wood = sketch.Near("#9B7A52");
        sketch.Line("M66 60 L73 22 M82 60 L75 22", wood, 2);
        sketch.Box(62, 27, 24, 24, SKColor.Parse("#FBF8F0"), 0.8f);
        var (sky, land) = (sketch.Near(sketch.OneOf("#9CC5D8", "#F0C490")), sketch.Near(sketch.OneOf("#6C9A66", "#C08A4A")));
        sketch.Box(63.6f, 28.6f, 20.8f, 20.8f, sky);
        sketch.Shape("M63.6 49.4 L63.6 42 C69 37 74 44 84.4 38 L84.4 49.4 Z", land);
        sketch.Disc(sketch.Between(68, 80), 33, 2.2f, sketch.Near("#E2603B"));
        sketch.Line("M61 51.6 L87 51.6", wood, 2.2f);
    }
}
