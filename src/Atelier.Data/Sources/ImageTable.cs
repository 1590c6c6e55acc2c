using CsvHelper;

namespace Atelier.Data;

/// <summary>A CSV file with a row for each image, of which two columns matter: the file name and a value.</summary>
/// <param name="Header">Of the values.</param>
/// <param name="Rows">Names with forward slashes, values, and their lines; both may be empty.</param>
internal sealed record ImageTable(string Header, IReadOnlyList<(string File, string Value, long Line)> Rows)
{
    private static readonly string[] FileHeaders =
        ["file", "filename", "file_name", "fname", "image", "image_name", "image_id", "imageid", "img", "path", "name", "id"];

    private static readonly CsvReaderOptions Format = new()
    {
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        IncludeValuesInExceptions = false,
    };

    /// <summary>Reads a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fileColumn">The header of the names; null to guess it.</param>
    /// <param name="what">What the values are, in the plural.</param>
    /// <param name="valueColumn">Their header; null to guess it.</param>
    /// <param name="guesses">Common headers of the values; if there is none of them, the other one of two columns is used.</param>
    /// <exception cref="DataSetException">The file is missing, is not CSV, or has no such columns.</exception>
    public static ImageTable Read(string path, string? fileColumn, string what, string? valueColumn, params string[] guesses)
    {
        if (!File.Exists(path))
            throw new DataSetException(path, $"does not exist; name the CSV file with the {what} of the images.");
        try
        {
            using var csv = CsvReader.FromFile(path, Format);
            string[] headers = [.. csv.Headers];
            if (headers is [] or [""])
                throw new DataSetException(path, "is empty; it must have a header and a row for each image.");
            var file = Column(path, headers, fileColumn, FileHeaders, "file names", 0);
            var value = Column(path, headers, valueColumn, guesses, what, 1 - file);
            return file != value
                ? new(headers[value], ReadRows(csv, file, value))
                : throw new DataSetException(path, $"has only one column for both files and {what} ('{headers[file]}'); name two columns.");
        }
        catch (CsvFormatException e)
        {
            throw new DataSetException(path, $"is not a valid CSV table ({e.Message.TrimEnd('.')}); fix it, or save it again as CSV.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataSetException(path, $"cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }

    private static List<(string File, string Value, long Line)> ReadRows(CsvReader csv, int file, int value)
    {
        var rows = new List<(string, string, long)>();
        while (csv.Read())
        {
            string Cell(int column) => column < csv.FieldCount ? csv.GetString(column) : "";
            rows.Add((Cell(file).Replace('\\', '/').TrimStart('.', '/'), Cell(value), csv.LineNumber));
        }
        return rows;
    }

    private static int Column(string path, string[] headers, string? wanted, string[] guesses, string what, int place)
    {
        int Find(string name) => Array.FindIndex(headers, header => string.Equals(header, name, StringComparison.OrdinalIgnoreCase));
        if (wanted is not null)
            return Find(wanted) is var at and >= 0 ? at : throw new DataSetException(path, $"has no column '{wanted}'; its columns are {string.Join(", ", headers)}.");
        if (guesses.Select(Find).FirstOrDefault(at => at >= 0, -1) is var guess and >= 0)
            return guess;
        return headers.Length == 2
            ? place
            : throw new DataSetException(path, $"does not show which column has the {what} ({string.Join(", ", headers)}); name the column.");
    }
}
