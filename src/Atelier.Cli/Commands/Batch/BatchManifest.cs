using System.Text.Json;
using Atelier.Core;
using Atelier.Stylization;
using CsvHelper;

namespace Atelier.Cli;

/// <summary>A CSV file with a row for each picture: the photo, and where they differ from the command line's, paintings, output and settings.</summary>
/// <remarks>Paths are relative to the file. A setting's column is called as its option is, without the hyphens before it.</remarks>
internal static class BatchManifest
{
    private const string Photo = "photo", Style = "style", Output = "output";

    // Between paintings, and between numbers of a blend.
    private const char Between = ';';

    // Otherwise a quote that is never closed would make the rest of the file one field.
    private const int LongestRow = 1 << 20;

    /// <summary>A row.</summary>
    /// <param name="Photo">Its file.</param>
    /// <param name="Paintings">Their files; null for the command line's.</param>
    /// <param name="Output">Below the folder of the batch; null for the pattern's.</param>
    /// <param name="Request">The command line's, with the row's changes.</param>
    public sealed record Row(string Photo, IReadOnlyList<string>? Paintings, string? Output, StylizationRequest Request);

    /// <summary>Reads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="request">The command line's.</param>
    /// <exception cref="InputException">It cannot be read, or a row asks for what there is not.</exception>
    public static IReadOnlyList<Row> Read(string path, StylizationRequest request)
    {
        try
        {
            using var csv = CsvReader.FromFile(path, new()
            {
                TrimWhitespace = true,
                TrackLineNumbers = true,
                MalformedData = CsvMalformedDataHandling.Throw,
                FieldCountMismatch = CsvFieldCountHandling.Throw,
                IncludeValuesInExceptions = false,
                MaxRecordSize = LongestRow,
            });
            string[] headers = [.. csv.Headers];
            if (!headers.Contains(Photo))
                throw new InputException($"{path}: has no column '{Photo}': its first line must name the columns.");
            var settings = headers.Select(header => header is Photo or Style or Output ? null : SettingOf(path, header)).ToList();
            List<Row> rows = [];
            while (csv.Read())
            {
                string[] fields = [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];
                rows.Add(RowOf(path, csv.LineNumber, headers, settings, fields, request));
            }
            return rows.Count > 0 ? rows : throw new InputException($"{path}: has no row but its header.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileAccessException(path, e);
        }
        catch (CsvFormatException e)
        {
            throw new InputException($"{path}: is not a valid CSV table ({e.Message.TrimEnd('.')}); fix it, or save it again as CSV.");
        }
    }

    private static Setting SettingOf(string path, string header) =>
        StylizationSchema.Default.For(RequestKind.Stylize).FirstOrDefault(setting => setting.Flag == "--" + header)
        ?? throw new InputException($"{path}: there is no setting '{header}': a column is called {Photo}, {Style}, {Output}, or as an option of atelier batch, such as style-weight.");

    private static Row RowOf(string path, long line, string[] headers, List<Setting?> settings, string[] fields, StylizationRequest request)
    {
        string? Field(string name) => Array.IndexOf(headers, name) is >= 0 and var at && fields[at].Length > 0 ? fields[at] : null;
        string Full(string file) => Path.Combine(Path.GetDirectoryName(path) ?? "", file);
        Dictionary<string, JsonElement> changes = [];
        foreach (var (setting, value) in settings.Zip(fields))
            if (setting is not null && value.Length > 0)
                changes[setting.Name] = setting.Parse(setting.Kind is SettingKind.Numbers or SettingKind.Layers ? value.Split(Between, StringSplitOptions.TrimEntries) : [value]);
        try
        {
            return new(
                Full(Field(Photo) ?? throw new InputException($"{path}: names no photo on line {line}.")),
                Field(Style)?.Split(Between, StringSplitOptions.TrimEntries).Select(Full).ToList(),
                Field(Output),
                StylizationSchema.Default.Change(request, changes, setting => setting.Flag[2..]));
        }
        catch (StylizationException e)
        {
            throw new InputException($"{path}: line {line}: {e.Message}");
        }
    }
}
