using System.Text;
using Atelier.Core;

namespace Atelier.Auditing;

/// <summary>The page: one self-contained file, for screen and paper.</summary>
internal static class ReportPage
{
    /// <summary>Writes a page.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">What was audited, such as a file's name.</param>
    /// <param name="sections">One for each attribute.</param>
    public static void Write(string path, string source, IReadOnlyList<ReportSection> sections) =>
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(Render(source, sections))));

    /// <summary>The page as text.</summary>
    public static string Render(string source, IReadOnlyList<ReportSection> sections) =>
        $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Audit of {{Html.Text(source)}}</title>
        <style>
        {{Style()}}
        </style>
        </head>
        <body>
        <main>
        <header><p class="kicker">Bias audit</p><p class="source">{{Html.Text(source)}}</p></header>
        {{string.Join('\n', sections.Select(Section))}}
        {{Meaning}}
        <footer>Made by Atelier. {{Html.Text(sections[0].Method)}}</footer>
        </main>
        </body>
        </html>

        """;

    private const string Meaning =
        """
        <section class="split">
        <div><h2>What it means</h2>
        <ul>
        <li>A share is how much of a label one group makes up: 67 % women among those who cook means 67 of 100.</li>
        <li>A model can do more than copy the data. If a group leads a label and the model gives it an even larger share, the model <em>amplifies</em> bias: whoever relies on its predictions sees a world more skewed than the one it learned from.</li>
        <li>An interval is the range that chance alone could explain. If it lies entirely on one side of zero, the effect is more than chance.</li>
        <li>Amplification can be reduced: by calibrating the predictions, by giving rare combinations more weight in training, or by collecting more data on them.</li>
        </ul></div>
        <div><h2>What it does not mean</h2>
        <ul>
        <li>No amplification is not fairness. The data itself may be skewed, and a model that copies it faithfully copies that too.</li>
        <li>The groups come from the data and were somebody's choice: people may have been put in the wrong one, or fit in none.</li>
        <li>A figure about groups says nothing about one person, and nothing about why.</li>
        <li>With few rows, a figure varies by chance: those marked ~ say little. Among many labels, some look bad by chance alone.</li>
        </ul></div>
        </section>
        """;

    private static string Section(ReportSection section)
    {
        var html = new StringBuilder($"<section><h1>{Html.Text(section.Heading)}</h1><p class=\"verdict\">{Html.Text(section.Headline)}</p><p class=\"lead\">{Html.Text(section.Detail)}</p>");
        if (section.Highlight is { } highlight)
            html.Append(ShareBars.Large(section, highlight));
        html.Append("<h2>What was measured</h2>").AppendJoin("", section.Measured.Select(sentence => $"<p>{Html.Text(sentence)}</p>"));
        if (section.Labels is not [])
            html.Append("<h2>The picture</h2><p>Each dot is a label. On the line, the leading group has the same share in the predictions as in the data. <b>Above the line, it gains.</b> Within the pale band, the change is at most ")
                .Append($"{Html.Points(section.Margin).TrimStart('+')} points.</p>{Legend(section)}{SharesChart.Render(section)}");
        if (section.Labels.Any(label => !label.IsUncertain && label.Gain > 0))
            html.Append("<h2>Who gains most</h2><p>The tick marks the share in the training data; the colored bar is what the predictions add.</p>").Append(ShareBars.Worst(section));
        html.AppendJoin('\n', section.Tables.Select(table => table.Render()));
        if (section.Caveats is not [])
            html.Append("<h3>Before you rely on this</h3><ul class=\"remarks\">").AppendJoin("", section.Caveats.Select(caveat => $"<li>{Html.Text(caveat)}</li>")).Append("</ul>");
        return html.Append("</section>").ToString();
    }

    private static string Legend(ReportSection section) => section.Stages.Count < 2
        ? ""
        : $"<p class=\"legend\">{string.Concat(section.Stages.Select((stage, at) => $"<span><i class=\"stage{at}\"></i>{Html.Text(stage)}</span>"))}</p>";

    private static string Style()
    {
        using var reader = new StreamReader(typeof(ReportPage).Assembly.GetManifestResourceStream("report.css")!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
