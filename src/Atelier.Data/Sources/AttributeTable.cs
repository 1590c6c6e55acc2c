namespace Atelier.Data;

/// <summary>What a CSV file says of the images besides their classes, such as who is in them.</summary>
/// <param name="Attribute">The column's header.</param>
/// <param name="Values">By image name; an image that the table leaves out, or leaves empty, is not here.</param>
/// <param name="Unmatched">Rows that name no image of the data set.</param>
internal sealed record AttributeTable(string Attribute, IReadOnlyDictionary<string, string> Values, int Unmatched)
{
    /// <summary>Reads a table, and finds the images that it names.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fileColumn">The header of the file names; null to guess it.</param>
    /// <param name="attributeColumn">The header of the attribute; null where it is the only other column.</param>
    /// <param name="data">What errors call the data set.</param>
    /// <param name="names">The images.</param>
    /// <exception cref="DataSetException">It is no such table, or contradicts itself, or names none of the images.</exception>
    public static AttributeTable Read(string path, string? fileColumn, string? attributeColumn, string data, ImageNames names)
    {
        var table = ImageTable.Read(path, fileColumn, "attribute", attributeColumn);
        var (values, unmatched) = (new Dictionary<string, string>(StringComparer.Ordinal), 0);
        foreach (var (file, value, line) in table.Rows)
        {
            if (file.Length == 0)
                throw new DataSetException(path, $"has no file name in line {line}; fill it in or take the line out.");
            if (!names.TryFind(file, out var name))
                unmatched++;
            else if (name is null)
                throw new DataSetException(path, $"describes '{file}', which several images of {data} are called; give its folder too.");
            else if (value.Length > 0 && !values.TryAdd(name, value) && values[name] != value)
                throw new DataSetException(path, $"gives '{file}' two values of {table.Header}, '{values[name]}' and '{value}'; keep one.");
        }
        return unmatched < table.Rows.Count
            ? new(table.Header, values, unmatched)
            : throw new DataSetException(path, $"names no image of {data}; its file names must be paths in the data set, or their ends.");
    }
}
