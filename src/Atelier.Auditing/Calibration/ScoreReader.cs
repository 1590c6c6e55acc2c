namespace Atelier.Auditing;

/// <summary>Reads a table of scores.</summary>
/// <param name="path">The CSV file.</param>
/// <param name="columns">The columns of the truth and of the attribute.</param>
/// <param name="attribute">The attribute's column.</param>
internal sealed class ScoreReader(string path, TableColumns columns, string attribute)
{
    /// <summary>See <see cref="ScoreTable.Read"/>.</summary>
    public ScoreTable Read(IReadOnlyList<string> ignored, IReadOnlyList<string> scored, CancellationToken stop)
    {
        using var table = CsvTable.Open(path, columns.Encoding);
        var filter = new RowFilter(table, columns);
        var (label, group) = (table.Column(columns.Label), table.Column(attribute));
        int[] others =
        [
            label, group,
            .. ((string?[])[columns.Prediction, .. columns.PredictedAttributes, .. columns.Where.Select(pair => pair.Key), .. ignored]).OfType<string>().Select(table.Column),
        ];
        int[] scores = scored is [] ? [.. Enumerable.Range(0, table.Headers.Count).Except(others)] : [.. scored.Select(table.Column)];
        if (scores.Length < 2)
            throw new AuditException(path, "has scores for fewer than two labels; it must have a column of scores for each label.");
        var result = new ScoreTable(attribute, [.. scores.Select(column => table.Headers[column])]);
        while (table.Read())
        {
            stop.ThrowIfCancellationRequested();
            if (!filter.IsWanted())
                continue;
            if (filter.IsMissing(table.Bytes(label)))
                result.WithoutLabel++;
            else if (!result.Knows(table.Text(label)))
                throw new AuditException(path, $"line {table.Line} has the label '{table.Text(label)}', which has no column of scores.");
            else
                result.Add(table.Text(label), filter.IsMissing(table.Bytes(group)) ? null : table.Text(group), Array.ConvertAll(scores, column => (float)table.Number(column)));
        }
        return result.Rows > 0 ? result : throw new AuditException(path, "has no rows with a label.");
    }
}
