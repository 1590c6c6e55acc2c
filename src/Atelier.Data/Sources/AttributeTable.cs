namespace Atelier.Data;

/// <summary>What a CSV file says about the images besides their classes, such as who is in them.</summary>
/// <param name="Attribute">The column's header.</param>
/// <param name="Values">By image name; images without a row, or with an empty cell, are not here.</param>
/// <param name="Unmatched">Rows that do not name an image of the data set.</param>
internal sealed record AttributeTable(string Attribute, IReadOnlyDictionary<string, string> Values, int Unmatched)
{
    /// <summary>Reads a table, and finds the images that it names.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fileColumn">The header of the file names; null to guess it.</param>
    /// <param name="attributeColumn">The header of the attribute; null if it is the only other column.</param>
    /// <param name="data">The name of the data set in error messages.</param>
    /// <param name="names">The images.</param>
    /// <exception cref="DataSetException">It is not such a table, contradicts itself, or names none of the images.</exception>
    public static AttributeTable Read(string path, string? fileColumn, string? attributeColumn, string data, ImageNames names)
    {
        var table = ImageTable.Read(path, "attribute", names);
        var files = table.FindFiles(fileColumn);
        var column = attributeColumn is not null ? table.Named(attributeColumn) : table.Other(files) ?? throw table.Unclear();
        if (column == files)
            throw new DataSetException(path, $"has only one column for both files and attribute ('{table.Headers[files]}'); name two columns.");
        var found = names.Find(path, [.. table.Rows.Select(row => row[files])]);
        var (values, unmatched) = (new Dictionary<string, string>(StringComparer.Ordinal), 0);
        foreach (var (row, (isFound, name)) in table.Rows.Zip(found))
        {
            var (file, value) = (row[files], row[column]);
            if (file.Length == 0)
                throw new DataSetException(path, $"has no file name on line {row.Line}; fill it in or remove the line.");
            if (!isFound)
                unmatched++;
            else if (name is null)
                throw new DataSetException(path, $"describes '{file}', but several images of {data} have that name; include its folder.");
            else if (value.Length > 0 && !values.TryAdd(name, value) && values[name] != value)
                throw new DataSetException(path, $"gives '{file}' two values of {Header(table, column)}, '{values[name]}' and '{value}'; keep one.");
        }
        return unmatched < table.Rows.Count
            ? new(Header(table, column), values, unmatched)
            : throw new DataSetException(path, $"does not name any image of {data}; its file names must be paths in the data set, or the ends of such paths.");
    }

    private static string Header(ImageTable table, int column) => table.Headers is [] ? "attribute" : table.Headers[column];
}
