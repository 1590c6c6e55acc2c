using System.Text;

namespace Atelier.Auditing;

/// <summary>A table of the page. The first column is text, the others are numbers.</summary>
/// <param name="Heading">Above it.</param>
/// <param name="Note">Below the heading, in plain language.</param>
/// <param name="Columns">Headers.</param>
/// <param name="Rows">Cells.</param>
/// <param name="IsFolded">Whether it opens only on a click.</param>
internal sealed record ReportTable(string Heading, string Note, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, bool IsFolded = false)
{
    /// <summary>As HTML.</summary>
    public string Render()
    {
        var html = new StringBuilder();
        html.Append(IsFolded ? $"<details><summary>{Html.Text(Heading)}</summary>" : $"<h3>{Html.Text(Heading)}</h3>");
        html.Append($"<p class=\"note\">{Html.Text(Note)}</p><div class=\"scroll\"><table><thead><tr>");
        foreach (var column in Columns)
            html.Append($"<th>{Html.Text(column)}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in Rows)
            html.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{Html.Text(cell)}</td>")).Append("</tr>\n");
        return html.Append("</tbody></table></div>").Append(IsFolded ? "</details>" : "").ToString();
    }
}
