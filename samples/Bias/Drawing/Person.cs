using SkiaSharp;

namespace Atelier.Samples.Bias.Drawing;

/// <summary>Someone who stands at a table and reaches for what is on it.</summary>
internal static class Person
{
    /// <summary>Draws them left of the table.</summary>
    public static void Draw(Sketch sketch, string clothes)
    {
        var skin = sketch.Near(sketch.OneOf("#F2D0B1", "#E3B58E", "#C68E63", "#9A6543", "#6F4630"));
        var hair = sketch.Near(sketch.OneOf("#2B2320", "#4A3426", "#7B5433", "#B58A50", "#8D8A88"));
        var cloth = sketch.Near(clothes == "rust" ? "#B5512F" : "#1F7F83");
        var trousers = sketch.Near(sketch.OneOf("#3C4453", "#54493F", "#5B5F66"));
        sketch.Oval(32, 93.5f, 15, 2.4f, new(30, 25, 20, 60));
        sketch.Line("M28 66 L26.5 92", trousers, 7);
        sketch.Line("M36 66 L38 92", trousers, 7);
        sketch.Line("M25.5 93 L30 93", Room.Lighter(trousers, -12), 4);
        sketch.Line("M37 93 L42 93", Room.Lighter(trousers, -12), 4);
        var hem = sketch.Between(68, 73);
        sketch.Shape($"M24 42 C26 36 40 36 43 42 L44 {hem} C38 {hem + 2} 27 {hem + 2} 21 {hem} Z", cloth);
        sketch.Shape($"M24 42 C22 52 21 60 21 {hem} C23 {hem + 1} 25 {hem + 1} 27 {hem + 1.4} C25 60 26 50 28 40 Z", Room.Lighter(cloth, -6));
        sketch.Box(30.5f, 32, 6, 8, Room.Lighter(skin, -6), 2);
        Head(sketch, skin, hair);
        var hand = sketch.Between(51, 57);
        sketch.Line($"M39 44 C44 54 48 56 57 {hand}", cloth, 6.4f);
        sketch.Disc(58.5f, hand, 3, skin);
        sketch.Line($"M27 45 C29 56 38 61 53 {hand + 4.5}", Room.Lighter(cloth, -8), 6.4f);
        sketch.Disc(54.5f, hand + 4.5f, 3, skin);
    }

    private static void Head(Sketch sketch, SKColor skin, SKColor hair)
    {
        var style = sketch.OneOf(0, 1, 2);
        if (style == 1)
            sketch.Shape("M23.5 26 C22 36 24 40 27 42 L33 40 L32 22 Z", hair);
        sketch.Oval(34, 26, 8.2f, 9.6f, skin);
        sketch.Shape("M25 27 C23 14 42 12 43 22 C38 20 33 19 30 24 C29 27 28.5 29 27.5 32 C26 31 25.2 29 25 27 Z", hair);
        if (style == 2)
            sketch.Disc(25.5f, 17.5f, 4.4f, hair);
        sketch.Disc(38.4f, 26, 0.9f, SKColor.Parse("#2A2422"));
        sketch.Line("M38 31 C39 31.8 40 31.6 40.8 30.8", Room.Lighter(skin, -22), 0.9f);
    }
}
