using System.Text;

namespace Atelier.Auditing;

/// <summary>Examples with their scores, all in memory: calibration goes over them again and again.</summary>
/// <param name="Attribute">The attribute's name.</param>
/// <param name="Labels">The labels by number.</param>
/// <param name="Groups">The groups by number.</param>
/// <param name="Examples">In the file's order.</param>
/// <param name="WithoutLabel">Rows whose truth is not known: they are left out.</param>
public sealed record ScoreTable(
    string Attribute, IReadOnlyList<string> Labels, IReadOnlyList<string> Groups, IReadOnlyList<ScoredExample> Examples, long WithoutLabel = 0)
{
    /// <summary>Reads a wide table: a row for each example, a column of scores for each label.</summary>
    /// <param name="path">The CSV file.</param>
    /// <param name="columns">Where it holds what.</param>
    /// <param name="stop">Stops within the file.</param>
    /// <exception cref="AuditException">The file is no such table.</exception>
    public static ScoreTable Read(string path, ScoreColumns columns, CancellationToken stop = default)
    {
        using var table = CsvTable.Open(path, columns.Encoding);
        var (label, attribute) = (table.Column(columns.Label), table.Column(columns.Attribute));
        int[] ignored = [label, attribute, .. columns.Ignored.Select(table.Column)];
        int[] scores = columns.Scores is [] ? [.. Enumerable.Range(0, table.Headers.Count).Except(ignored)] : [.. columns.Scores.Select(table.Column)];
        if (scores.Length < 2)
            throw new AuditException(path, "has scores of fewer than two labels; it must have a column of scores for each label.");
        string[] labels = [.. scores.Select(column => table.Headers[column])];
        var groups = new NameTable();
        byte[][] missing = [[], .. columns.Missing.Select(Encoding.UTF8.GetBytes)];
        List<ScoredExample> examples = [];
        var withoutLabel = 0L;
        while (table.Read())
        {
            stop.ThrowIfCancellationRequested();
            if (IsMissing(table, label, missing))
            {
                withoutLabel++;
                continue;
            }
            var group = IsMissing(table, attribute, missing) ? -1 : NumberOf(table, groups, attribute);
            examples.Add(new(Known(table, label, labels), group, Array.ConvertAll(scores, column => (float)table.Number(column))));
        }
        return examples.Count > 0
            ? new(columns.Attribute, labels, groups.Names, examples, withoutLabel)
            : throw new AuditException(path, "has no rows with a label.");
    }

    private static bool IsMissing(CsvTable table, int column, byte[][] missing)
    {
        foreach (var value in missing)
            if (table.Bytes(column).SequenceEqual(value))
                return true;
        return false;
    }

    private static int Known(CsvTable table, int column, string[] labels) => table.Text(column) is var name && Array.IndexOf(labels, name) is var at and >= 0
        ? at
        : throw new AuditException(table.Path, $"line {table.Line} has the label '{table.Text(column)}', for which there is no column of scores.");

    private static int NumberOf(CsvTable table, NameTable groups, int column)
    {
        try
        {
            return groups.NumberOf(table.Bytes(column));
        }
        catch (DecoderFallbackException e)
        {
            throw table.NotUtf8(e);
        }
    }
}
