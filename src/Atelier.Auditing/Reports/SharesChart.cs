using System.Globalization;
using System.Text;

namespace Atelier.Auditing;

/// <summary>Training share against predicted share of the group that leads each label, with the diagonal: above it, the group gains.</summary>
internal static class SharesChart
{
    private const int Side = 560;
    private const int Left = 88;
    private const int Right = 44;
    private const int Top = 16;
    private const int Bottom = 66;
    private const int NamesShown = 7;
    private const double NameHeight = 20;

    /// <summary>The chart as SVG; its colors are the page's.</summary>
    public static string Render(ReportSection section)
    {
        var leastX = Floor(section.Labels.Min(label => label.Training));
        var leastY = Math.Min(leastX, Floor(section.Labels.Min(label => label.Predicted.Min())));
        double X(double share) => Left + Side * (share - leastX) / (1 - leastX);
        double Y(double share) => Top + Side - Side * (share - leastY) / (1 - leastY);
        var svg = new StringBuilder();
        svg.Append(Invariant($"<svg class=\"chart\" viewBox=\"0 0 {Left + Side + Right} {Top + Side + Bottom}\" role=\"img\" aria-label=\"Training share against predicted share of each label\">"));
        var margin = section.Margin;
        svg.Append(Invariant($"<polygon class=\"band\" points=\"{X(leastX):0.#},{Y(Math.Max(leastX - margin, leastY)):0.#} {X(leastX):0.#},{Y(leastX + margin):0.#} {X(1 - margin):0.#},{Y(1):0.#} {X(1):0.#},{Y(1):0.#} {X(1):0.#},{Y(1 - margin):0.#}\"/>"));
        foreach (var tick in Ticks(leastX))
            svg.Append(Invariant($"<line class=\"grid\" x1=\"{X(tick):0.#}\" x2=\"{X(tick):0.#}\" y1=\"{Top}\" y2=\"{Top + Side}\"/><text x=\"{X(tick):0.#}\" y=\"{Top + Side + 24}\" text-anchor=\"middle\">{tick * 100:0} %</text>"));
        foreach (var tick in Ticks(leastY))
            svg.Append(Invariant($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Left + Side}\" y1=\"{Y(tick):0.#}\" y2=\"{Y(tick):0.#}\"/><text x=\"{Left - 10}\" y=\"{Y(tick) + 5:0.#}\" text-anchor=\"end\">{tick * 100:0} %</text>"));
        svg.Append(Invariant($"<line class=\"diagonal\" x1=\"{X(leastX):0.#}\" y1=\"{Y(leastX):0.#}\" x2=\"{X(1):0.#}\" y2=\"{Y(1):0.#}\"/>"));
        svg.Append(Invariant($"<text class=\"axis\" x=\"{Left + Side / 2}\" y=\"{Top + Side + 54}\" text-anchor=\"middle\">share in the training data</text>"));
        svg.Append(Invariant($"<text class=\"axis\" transform=\"translate(18 {Top + Side / 2}) rotate(-90)\" text-anchor=\"middle\">share in the predictions</text>"));
        for (var stage = section.Stages.Count - 1; stage >= 0; stage--)
            foreach (var label in section.Labels)
                svg.Append(Dot(section, label, stage, X(label.Training), Y(label.Predicted[stage])));
        if (section.Highlight is { } highlight)
            svg.Append(Path(highlight, X(highlight.Training), Y));
        svg.Append(Names(section, X, Y));
        return svg.Append("</svg>").ToString();
    }

    private static IEnumerable<double> Ticks(double least)
    {
        var step = least < 0.45 ? 0.2 : 0.1;
        for (var tick = Math.Ceiling(least / step - 1e-9) * step; tick <= 1 + 1e-9; tick += step)
            yield return tick;
    }

    // At most one step below 1, so that a label with only one group has an axis too.
    private static double Floor(double share) => Math.Clamp(Math.Floor(share * 10) / 10, 0, 0.9);

    private static string Dot(ReportSection section, ReportLabel label, int stage, double x, double y)
    {
        var large = label == section.Highlight;
        return Invariant($"<circle class=\"stage{stage}{(large ? " large" : label.IsUncertain ? " faint" : "")}\" cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{(large ? 8 : 4.5)}\">")
            + $"<title>{Html.Text($"{label.Label}: {label.Leader} {Html.Percent(label.Training)} in training, {Html.Percent(label.Predicted[stage])} in {section.Stages[stage]}")}</title></circle>";
    }

    // The path of the featured label, from the diagonal through its stages.
    private static string Path(ReportLabel label, double x, Func<double, double> y) =>
        Invariant($"<path class=\"way\" d=\"M{x:0.#},{y(label.Training):0.#} ") + string.Concat(label.Predicted.Select(share => Invariant($"L{x:0.#},{y(share):0.#} "))) + "\"/>";

    // The featured label and the worst ones; a name that would cover another is left out.
    private static string Names(ReportSection section, Func<double, double> x, Func<double, double> y)
    {
        var svg = new StringBuilder();
        List<(double Start, double End, double Y)> taken = [];
        var wanted = section.Labels.Where(label => !label.IsUncertain && label != section.Highlight).Take(NamesShown);
        foreach (var label in section.Highlight is { } highlight ? wanted.Prepend(highlight) : wanted)
        {
            var name = label.Label.Length > 24 ? label.Label[..23] + "…" : label.Label;
            var (atX, atY) = (x(label.Training), y(label.Predicted[0]));
            var width = 9.0 * name.Length;
            var isLeft = atX + 12 + width > Left + Side;
            var (start, end) = isLeft ? (atX - 12 - width, atX - 12) : (atX + 12, atX + 12 + width);
            if (taken.Exists(other => start < other.End && end > other.Start && Math.Abs(other.Y - atY) < NameHeight))
                continue;
            taken.Add((start, end, atY));
            svg.Append(Invariant($"<text class=\"name{(label == section.Highlight ? " strong" : "")}\" x=\"{(isLeft ? end : start):0.#}\" y=\"{atY + 5:0.#}\" text-anchor=\"{(isLeft ? "end" : "start")}\">")).Append($"{Html.Text(name)}</text>");
        }
        return svg.ToString();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
