using Atelier.Core;
using Atelier.Imaging;
using CsvHelper;

namespace Atelier.Data;

/// <summary>A CSV file with a row for each image: its file name, and what is known of it.</summary>
internal sealed class ImageTable
{
    private static readonly string[] FileHeaders =
        ["file", "filename", "file_name", "fname", "image", "image_name", "image_id", "imageid", "img", "path", "filepath", "file_path", "image_path", "name", "id"];

    private static readonly CsvReaderOptions Format = new()
    {
        HasHeader = false,
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        IncludeValuesInExceptions = false,
    };

    private readonly string _what;
    private readonly ImageNames _names;

    private ImageTable(string path, string what, List<ImageRow> rows, ImageNames names)
    {
        (Path, _what, _names) = (path, what, names);
        if (rows is [])
            throw new DataSetException(path, "is empty; it must have a header and a row for each image.");
        Columns = rows.Max(row => row.Cells.Length);
        var hasHeader = IsHeader(rows[0].Cells);
        (Headers, Rows) = hasHeader ? (rows[0].Cells, rows[1..]) : ([], rows);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The first row, unless it already names an image; none then.</summary>
    public IReadOnlyList<string> Headers { get; }

    /// <summary>How many columns the widest row has.</summary>
    public int Columns { get; }

    /// <summary>The rows after the header.</summary>
    public IReadOnlyList<ImageRow> Rows { get; }

    /// <summary>Reads a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What it says of the images, in the plural.</param>
    /// <param name="names">The images.</param>
    /// <exception cref="DataSetException">The file is missing, or is not CSV in UTF-8.</exception>
    public static ImageTable Read(string path, string what, ImageNames names)
    {
        if (!File.Exists(path))
            throw new DataSetException(path, $"does not exist; name the CSV file with the {what} of the images.");
        var text = TextFile.Read(path, (problem, cause) => new DataSetException(path, problem, cause));
        try
        {
            using var csv = CsvReader.FromText(text, Format);
            var rows = new List<ImageRow>();
            while (csv.Read())
                rows.Add(new([.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)], csv.LineNumber));
            return new(path, what, rows, names);
        }
        catch (CsvFormatException e)
        {
            throw new DataSetException(path, $"is not a valid CSV table ({e.Message.TrimEnd('.')}); fix it, or save it again as CSV.", e);
        }
    }

    /// <summary>The column with file names: the one that is named, or one with a common header, or one whose first cell is an image, or the first of two.</summary>
    /// <param name="wanted">Its header; null to guess it.</param>
    /// <exception cref="DataSetException">There is no such column.</exception>
    public int FindFiles(string? wanted)
    {
        if (wanted is not null)
            return Named(wanted);
        if (Find(FileHeaders) is { } guess)
            return guess;
        return OnlyColumn(ImageFile.IsNamedAsImage) ?? OnlyColumn(_names.Has) ?? (Columns == 2 ? 0 : throw Unclear("file names"));
    }

    // The one column all of whose cells are of a kind.
    private int? OnlyColumn(Func<string, bool> isOfKind) =>
        Rows.Count > 0 && Enumerable.Range(0, Columns).Where(column => Rows.All(row => isOfKind(row[column]))).ToList() is [var one] ? one : null;

    // A header may be called as an image is, without the extension.
    private bool IsHeader(string[] cells) => !cells.Any(ImageFile.IsNamedAsImage)
        && (cells.Any(cell => FileHeaders.Contains(cell, StringComparer.OrdinalIgnoreCase)) || !cells.Any(_names.Has));

    /// <summary>The column with that header.</summary>
    /// <exception cref="DataSetException">There is none.</exception>
    public int Named(string header) => Find(header) ?? throw new DataSetException(
        Path, Headers is [] ? $"has no header, so no column '{header}'; write the columns' names in its first line." : $"has no column '{header}'; its columns are {string.Join(", ", Headers)}.");

    /// <summary>The first of these headers that there is, in any case; null if there is none of them.</summary>
    public int? Find(params string[] headers)
    {
        foreach (var wanted in headers)
            foreach (var (column, header) in Headers.Index())
                if (string.Equals(header, wanted, StringComparison.OrdinalIgnoreCase))
                    return column;
        return null;
    }

    /// <summary>The one column that is left beside others; null if several are.</summary>
    public int? Other(params int?[] others) =>
        Enumerable.Range(0, Columns).Where(column => !others.Contains(column) && (Headers is [] || column < Headers.Count && Headers[column].Length > 0)).ToList() is [var one] ? one : null;

    /// <summary>The error that no column shows itself to have what is wanted.</summary>
    public DataSetException Unclear(string? wanted = null) => new(
        Path, $"does not show which column has the {wanted ?? _what}{(Headers is [] ? "" : $" ({string.Join(", ", Headers)})")}; {(Headers is [] ? "write the columns' names in its first line." : "name the column.")}");
}

/// <summary>A row of a table.</summary>
/// <param name="Cells">As many as there are.</param>
/// <param name="Line">Where it starts, 1-based.</param>
internal sealed record ImageRow(string[] Cells, long Line)
{
    /// <summary>A cell; empty if the row is too short.</summary>
    public string this[int column] => column < Cells.Length ? Cells[column] : "";
}
