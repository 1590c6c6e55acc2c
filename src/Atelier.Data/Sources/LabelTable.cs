namespace Atelier.Data;

/// <summary>A CSV file of file names and labels.</summary>
/// <param name="Rows">File, label and part; the first two are not empty.</param>
/// <param name="Remarks">What is odd about it, a sentence each.</param>
internal sealed record LabelTable(IReadOnlyList<(string File, string Label, DataPart Part)> Rows, IReadOnlyList<string> Remarks)
{
    private static readonly string[] LabelHeaders =
        ["label", "labels", "class", "class_name", "classname", "category", "target", "breed", "species", "y", "tag", "tags"];

    private static readonly string[] ManyLabels = ["labels", "tags", "categories", "classes"];

    private static readonly char[] Between = [' ', ',', ';', '|'];

    /// <summary>Reads a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">The images.</param>
    /// <param name="fileColumn">The header of the file names; null to guess it.</param>
    /// <param name="labelColumn">The header of the labels; null to guess it.</param>
    /// <exception cref="DataSetException">The file is missing, is not CSV, has no such columns, or has several labels for an image.</exception>
    public static LabelTable Read(string path, ImageNames names, string? fileColumn, string? labelColumn)
    {
        var table = ImageTable.Read(path, "labels", names);
        if (table.Rows is [])
            throw new DataSetException(path, "has no row but its header; it must have one for each image.");
        var files = table.FindFiles(fileColumn);
        var split = SplitColumn.Find(table, labelColumn);
        var remarks = new List<string>();
        if (table.Headers is [])
            remarks.Add($"{path} has no header: its first line is already an image.");
        if (split is not null)
            remarks.Add($"{path} says in its column '{split.Header}' which images train and which validate.");
        var label = labelColumn is not null ? table.Named(labelColumn) : table.Find(LabelHeaders) ?? table.Other(files, split?.Column);
        if (label == files)
            throw new DataSetException(path, $"has only one column for both files and labels ('{table.Headers[files]}'); name two columns.");
        Func<ImageRow, string> labelOf = label is { } column ? row => row[column] : OneHot(table, files, split?.Column);
        if (labelColumn is null && label is { } guessed && table.Headers is not [] && ManyLabels.Contains(table.Headers[guessed], StringComparer.OrdinalIgnoreCase))
            RefuseMany(path, table.Headers[guessed], [.. table.Rows.Select(labelOf).Distinct(StringComparer.Ordinal)]);
        foreach (var row in table.Rows)
            if (row[files].Length == 0 || labelOf(row).Length == 0)
                throw new DataSetException(path, $"has no file name or no label on line {row.Line}; fill it in or remove the line.");
        return new([.. table.Rows.Select(row => (row[files], labelOf(row), split?.PartOf(row) ?? DataPart.Any))], remarks);
    }

    // A column of zeros and ones for each class.
    private static Func<ImageRow, string> OneHot(ImageTable table, int files, int? split)
    {
        int[] classes = [.. Enumerable.Range(0, table.Headers.Count).Where(column => column != files && column != split && table.Headers[column].Length > 0)];
        if (classes.Length < 2 || table.Rows is [] || !table.Rows.All(row => classes.All(column => row[column] is "0" or "1" or "0.0" or "1.0")))
            throw table.Unclear();
        foreach (var row in table.Rows)
            if (classes.Count(column => row[column][0] == '1') is not 1 and var count)
                throw new DataSetException(table.Path, $"has {count} ones on line {row.Line} in the columns of its classes ({string.Join(", ", classes.Select(column => table.Headers[column]))}); an image has one class, so write exactly one 1.");
        return row => table.Headers[classes.First(column => row[column][0] == '1')];
    }

    // Words that come again in other combinations are labels of their own; those of "hot dog" and "dog" are not all.
    private static void RefuseMany(string path, string header, string[] labels)
    {
        string[][] words = [.. labels.Select(label => label.Split(Between, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToArray())];
        var uses = words.SelectMany(all => all).CountBy(word => word, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        string[][] several = [.. words.Where(all => all.Length > 1)];
        if (several.Length > 0 && several.All(all => all.All(word => uses[word] > 1)))
            throw new DataSetException(path, $"has several labels for an image in its column '{header}', such as '{string.Join(' ', several[0])}'; an image has one class, so make a column with one label each.");
    }
}
