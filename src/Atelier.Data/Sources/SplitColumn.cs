namespace Atelier.Data;

/// <summary>A column of a table of labels that says which images validate, as fast.ai's <c>is_valid</c> does.</summary>
/// <param name="Header">Its header.</param>
/// <param name="Column">Its place.</param>
/// <param name="Parts">What its values mean.</param>
internal sealed record SplitColumn(string Header, int Column, IReadOnlyDictionary<string, DataPart> Parts)
{
    private static readonly string[] Flags = ["is_valid", "is_validation", "is_val", "valid", "validation"];

    private static readonly string[] Names = ["split", "set", "subset", "partition", "part", "dataset", "data set", "data_set"];

    /// <summary>Looks for the column; null if there is none.</summary>
    /// <param name="table">The table.</param>
    /// <param name="label">The header of the labels, if that is known.</param>
    /// <exception cref="DataSetException">It has values that mean nothing.</exception>
    public static SplitColumn? Find(ImageTable table, string? label)
    {
        if (table.Find(Flags) is { } flag && table.Headers[flag] != label)
            return new(table.Headers[flag], flag, Meaning(table, flag, value => Flag(value) ?? throw new DataSetException(
                table.Path, $"has '{value}' in its column '{table.Headers[flag]}'; write True for an image to validate on and False for one to train on.")));
        if (table.Find(Names) is not { } named || table.Headers[named] == label)
            return null;
        // A column of that name may be about something else.
        var meaning = Meaning(table, named, FolderParts.Of);
        return meaning.Count > 0 && !meaning.ContainsValue(DataPart.Any) ? new(table.Headers[named], named, WithTest(meaning)) : null;
    }

    /// <summary>The part of a row's image.</summary>
    public DataPart PartOf(ImageRow row) => Parts[row[Column]];

    private static Dictionary<string, DataPart> Meaning(ImageTable table, int column, Func<string, DataPart> meaning) =>
        table.Rows.Select(row => row[column]).Distinct(StringComparer.Ordinal).ToDictionary(value => value, meaning, StringComparer.Ordinal);

    // Without validation images, those of the test validate.
    private static Dictionary<string, DataPart> WithTest(Dictionary<string, DataPart> parts) => parts.ContainsValue(DataPart.Validation)
        ? parts
        : parts.ToDictionary(pair => pair.Key, pair => pair.Value is DataPart.Test ? DataPart.Validation : pair.Value, StringComparer.Ordinal);

    private static DataPart? Flag(string value) => value.ToUpperInvariant() switch
    {
        "TRUE" or "1" or "1.0" or "YES" => DataPart.Validation,
        "FALSE" or "0" or "0.0" or "NO" => DataPart.Training,
        _ => null,
    };
}
