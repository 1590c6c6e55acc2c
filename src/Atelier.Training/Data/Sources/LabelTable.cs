using CsvHelper;

namespace Atelier.Training.Data.Sources;

/// <summary>A CSV file of file names and labels.</summary>
internal static class LabelTable
{
    private static readonly string[] FileHeaders =
        ["file", "filename", "file_name", "fname", "image", "image_name", "image_id", "imageid", "img", "path", "name", "id"];

    private static readonly string[] LabelHeaders =
        ["label", "labels", "class", "class_name", "classname", "category", "target", "breed", "species", "y", "tag", "tags"];

    private static readonly CsvReaderOptions Format = new()
    {
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        IncludeValuesInExceptions = false,
    };

    /// <summary>The rows: file and label, neither empty.</summary>
    /// <exception cref="DataSetException">The file is missing, no CSV, or has no such columns.</exception>
    public static IReadOnlyList<(string File, string Label)> Read(string path, string? fileColumn, string? labelColumn)
    {
        if (!File.Exists(path))
            throw new DataSetException(path, "does not exist; give the CSV file that labels the images.");
        try
        {
            using var csv = CsvReader.FromFile(path, Format);
            string[] headers = [.. csv.Headers];
            if (headers is [] or [""])
                throw new DataSetException(path, "is empty; it must have a header and a row for each image.");
            var file = Column(path, headers, fileColumn, FileHeaders, "file names", 0);
            var label = Column(path, headers, labelColumn, LabelHeaders, "labels", 1);
            return file != label ? Rows(path, csv, file, label) : throw new DataSetException(path, $"has one column for both files and labels ('{headers[file]}'); name two.");
        }
        catch (CsvFormatException e)
        {
            throw new DataSetException(path, $"is no CSV table that can be read ({e.Message.TrimEnd('.')}).", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataSetException(path, $"cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }

    private static List<(string File, string Label)> Rows(string path, CsvReader csv, int file, int label)
    {
        var rows = new List<(string, string)>();
        while (csv.Read())
        {
            var (name, value) = Math.Max(file, label) < csv.FieldCount ? (csv.GetString(file), csv.GetString(label)) : ("", "");
            if (name.Length == 0 || value.Length == 0)
                throw new DataSetException(path, $"has no file name or no label in line {csv.LineNumber}; fill it in or take the line out.");
            rows.Add((name.Replace('\\', '/').TrimStart('.', '/'), value));
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
            : throw new DataSetException(path, $"does not show which column has the {what} ({string.Join(", ", headers)}); name it.");
    }
}
