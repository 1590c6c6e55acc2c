using Atelier.Core;

namespace Atelier.Auditing;

/// <summary>Reads a ratio table.</summary>
internal static class RatioTable
{
    /// <summary>The names of the stages, and the labels in the file's order. A column that is not named is found by its content.</summary>
    public static (IReadOnlyList<string> Stages, IReadOnlyList<RatioLabel> Labels) Read(
        string path, string? labelColumn, string? trainingColumn, IReadOnlyList<string> predictedColumns)
    {
        using var table = CsvTable.Open(path);
        if (!table.Read())
            throw new AuditException(path, "has a header but no rows.");
        // The first row shows what is a number; a column without a name is an index.
        bool IsNumber(int column) => PlainNumber.TryParse<double>(table.Text(column), out _);
        int[] named = [.. Enumerable.Range(0, table.Headers.Count).Where(column => table.Headers[column].Length > 0)];
        var label = labelColumn is not null
            ? table.Column(labelColumn)
            : Found(named, column => !IsNumber(column), path, "labels", "something other than a number in the first row");
        var training = trainingColumn is not null
            ? table.Column(trainingColumn)
            : Found(named, column => IsNumber(column) && table.Headers[column].Contains("train", StringComparison.OrdinalIgnoreCase), path, "training shares", "a name with 'train' in it");
        int[] predicted = predictedColumns is []
            ? [.. named.Where(column => column != label && column != training && IsNumber(column))]
            : [.. predictedColumns.Select(table.Column)];
        if (predicted is [])
            throw new AuditException(path, $"has no column of predicted shares besides '{table.Headers[training]}'.");
        return ([.. predicted.Select(column => table.Headers[column])], Labels(table, label, training, predicted));
    }

    private static List<RatioLabel> Labels(CsvTable table, int label, int training, int[] predicted)
    {
        List<RatioLabel> labels = [];
        do
        {
            var share = Share(table, training);
            double[] shares = [.. predicted.Select(column => Share(table, column))];
            labels.Add(new(table.Text(label), share, shares, [.. shares.Select(after => RatioAudit.Amplification(share, after))]));
        }
        while (table.Read());
        return labels;
    }

    private static double Share(CsvTable table, int column) => table.Number(column) is >= 0 and <= 1 and var share
        ? share
        : throw new AuditException(table.Path, $"line {table.Line} has {table.Text(column)} in the column '{table.Headers[column]}', but a share from 0 to 1 is needed there.");

    private static int Found(int[] named, Func<int, bool> isIt, string path, string what, string sign) => named.FirstOrDefault(isIt, -1) is var column and >= 0
        ? column
        : throw new AuditException(path, $"has no column that looks like the {what} (it would have {sign}); name the column.");
}
