using System.Globalization;
using System.Text;

namespace Atelier.Bench.Quality;

/// <summary>The figures as a Markdown table: each network beside the first, pair by pair, and their means.</summary>
internal static class QualityTable
{
    /// <summary>The table.</summary>
    public static string Format(IReadOnlyList<QualityRow> rows)
    {
        var text = new StringBuilder("| photo | painting | network | style closed | at half the size | at a quarter | mean | of the first | content distance | of the first | sliced distance | of the first | halo | noise | grid | frame | work | seconds |\n| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        var first = rows.Where(row => row.Network == rows[0].Network).ToDictionary(row => (row.Content, row.Style));
        foreach (var row in rows.OrderBy(row => (row.Content, row.Style)).ThenBy(row => row.Network != rows[0].Network))
            Line(text, row, [(row, first[(row.Content, row.Style)])]);
        foreach (var network in rows.GroupBy(row => row.Network))
        {
            var pairs = network.Select(row => (row, first[(row.Content, row.Style)])).ToList();
            var mean = new QualityRow(network.Key, "**mean**", "")
            {
                StyleClosed = [.. Enumerable.Range(0, 3).Select(side => network.Average(row => row.StyleClosed[side]))],
                ContentDistance = network.Average(row => row.ContentDistance),
                SlicedDistance = network.Average(row => row.SlicedDistance),
                Artifacts = new(
                    network.Average(row => row.Artifacts.Halo), network.Average(row => row.Artifacts.Noise), network.Average(row => row.Artifacts.Grid), network.Average(row => row.Artifacts.Frame)),
                Work = network.Average(row => row.Work),
                Seconds = network.Average(row => row.Seconds),
            };
            Line(text, mean, pairs);
        }
        return text.ToString();
    }

    // Relative figures of several pairs are the mean of the pairs' own.
    private static void Line(StringBuilder text, QualityRow row, List<(QualityRow Row, QualityRow First)> pairs) =>
        text.AppendLine(CultureInfo.InvariantCulture,
            $"| {row.Content} | {row.Style} | {row.Network} | {row.StyleClosed[0]:f3} | {row.StyleClosed[1]:f3} | {row.StyleClosed[2]:f3} | {row.MeanClosed:f4} | {pairs.Average(p => p.Row.MeanClosed / p.First.MeanClosed):p1} | {row.ContentDistance:f3} | {pairs.Average(p => p.Row.ContentDistance / p.First.ContentDistance):f2} | {row.SlicedDistance:f4} | {pairs.Average(p => p.Row.SlicedDistance / p.First.SlicedDistance):f2} | {row.Artifacts.Halo:f3} | {row.Artifacts.Noise:f2} | {row.Artifacts.Grid:f3} | {row.Artifacts.Frame:f2} | {row.Work:f1} | {row.Seconds:f2} |");
}
