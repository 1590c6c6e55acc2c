using System.Globalization;
using System.Text;

namespace Atelier.Architecture.Tests;

/// <summary>The plan of the house as an SVG: a box a project, an arrow from each to what it uses.</summary>
internal static class PlanDrawing
{
    private const double BoxWidth = 216;
    private const double BoxHeight = 84;
    private const double RowPitch = 136;
    private const double Margin = 28;
    private const int LettersPerLine = 31;

    // From the ground up: the deeper a room, the darker.
    private static readonly string[] Fills = ["#1f3a5f", "#2c5482", "#3d6fa3", "#5a8ab8", "#7ea5ca", "#a5c1dc", "#ccdcec"];

    /// <summary>Draws it.</summary>
    /// <param name="references">Each project with those that it references.</param>
    /// <param name="descriptions">What each project holds, in a sentence.</param>
    public static string Draw(IReadOnlyDictionary<string, string[]> references, IReadOnlyDictionary<string, string> descriptions)
    {
        var layout = PlanLayout.Tidiest(references);
        var width = layout.Width + BoxWidth + 2 * Margin;
        var height = (layout.Rows - 1) * RowPitch + BoxHeight + 2 * Margin;
        var svg = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:0} {height:0}\" width=\"{width:0}\" height=\"{height:0}\" ")
            .Append("font-family=\"Inter, 'Segoe UI', Helvetica, Arial, sans-serif\" role=\"img\">\n")
            .Append("  <title>The projects of Atelier, and which uses which</title>\n")
            .Append("  <defs><marker id=\"tip\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto-start-reverse\">")
            .Append("<path d=\"M1 1.5 9 5 1 8.5\" fill=\"none\" stroke=\"#7c8896\" stroke-width=\"1.6\" stroke-linecap=\"round\"/></marker></defs>\n")
            .Append(CultureInfo.InvariantCulture, $"  <rect width=\"{width:0}\" height=\"{height:0}\" rx=\"14\" fill=\"#fbfaf7\"/>\n");
        foreach (var arrow in layout.Arrows)
            svg.Append(CultureInfo.InvariantCulture, $"  <path d=\"{Curve(arrow, layout)}\" fill=\"none\" stroke=\"#7c8896\" stroke-width=\"1.6\" marker-end=\"url(#tip)\"/>\n");
        foreach (var box in layout.Boxes)
            Box(svg, box, layout, descriptions[box.From]);
        return svg.Append("</svg>\n").ToString();
    }

    private static double Left(PlanLayout.Spot spot, PlanLayout layout) => Margin + layout.X(spot);

    private static double Top(PlanLayout.Spot spot, PlanLayout layout) => Margin + (layout.Rows - 1 - spot.Row) * RowPitch;

    private static string Curve(PlanLayout.Spot[] arrow, PlanLayout layout)
    {
        var path = new StringBuilder();
        var (x, y) = (Middle(arrow[0]), Top(arrow[0], layout) + BoxHeight);
        path.Append(CultureInfo.InvariantCulture, $"M{x:0.#} {y:0.#}");
        foreach (var spot in arrow.Skip(1))
        {
            var (toX, toY) = (Middle(spot), Top(spot, layout) - (spot.IsBox ? 3 : 0));
            var bend = (toY - y) / 2;
            path.Append(CultureInfo.InvariantCulture, $" C{x:0.#} {y + bend:0.#} {toX:0.#} {toY - bend:0.#} {toX:0.#} {toY:0.#}");
            (x, y) = (toX, toY);
            if (!spot.IsBox)
                path.Append(CultureInfo.InvariantCulture, $" V{y += BoxHeight:0.#}");
        }
        return path.ToString();

        double Middle(PlanLayout.Spot spot) => Left(spot, layout) + BoxWidth / 2;
    }

    private static void Box(StringBuilder svg, PlanLayout.Spot box, PlanLayout layout, string description)
    {
        var (x, y) = (Left(box, layout), Top(box, layout));
        var (fill, ink) = (Fills[Math.Min(box.Row, Fills.Length - 1)], box.Row < 4 ? "#ffffff" : "#14263d");
        svg.Append(CultureInfo.InvariantCulture, $"  <rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{BoxWidth}\" height=\"{BoxHeight}\" rx=\"9\" fill=\"{fill}\"/>\n")
            .Append(CultureInfo.InvariantCulture, $"  <text x=\"{x + 16:0.#}\" y=\"{y + 27:0.#}\" font-size=\"16\" font-weight=\"600\" fill=\"{ink}\">{box.From["Atelier.".Length..]}</text>\n");
        foreach (var (line, index) in Lines(description).Select((line, index) => (line, index)))
            svg.Append(CultureInfo.InvariantCulture, $"  <text x=\"{x + 16:0.#}\" y=\"{y + 48 + 17 * index:0.#}\" font-size=\"12\" fill=\"{ink}\" opacity=\"0.88\">{line}</text>\n");
    }

    private static List<string> Lines(string text)
    {
        var lines = new List<string> { "" };
        foreach (var word in text.TrimEnd('.').Split(' '))
        {
            if (lines[^1].Length + word.Length >= LettersPerLine)
                lines.Add("");
            lines[^1] = $"{lines[^1]} {word}".Trim();
        }
        return lines;
    }
}
