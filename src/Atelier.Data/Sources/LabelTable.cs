namespace Atelier.Data;

/// <summary>A CSV file of file names and labels.</summary>
internal static class LabelTable
{
    private static readonly string[] LabelHeaders =
        ["label", "labels", "class", "class_name", "classname", "category", "target", "breed", "species", "y", "tag", "tags"];

    /// <summary>The rows: file and label, neither empty.</summary>
    /// <exception cref="DataSetException">The file is missing, is not CSV, or has no such columns.</exception>
    public static IReadOnlyList<(string File, string Label)> Read(string path, string? fileColumn, string? labelColumn)
    {
        var rows = ImageTable.Read(path, fileColumn, "labels", labelColumn, LabelHeaders).Rows;
        foreach (var (file, label, line) in rows)
            if (file.Length == 0 || label.Length == 0)
                throw new DataSetException(path, $"has no file name or no label on line {line}; fill it in or remove the line.");
        return [.. rows.Select(row => (row.File, row.Value))];
    }
}
