namespace Atelier.Auditing.Tests;

/// <summary>Small tables as text.</summary>
internal static class CsvText
{
    /// <summary>Columns called label, prediction and gender.</summary>
    public static TableColumns Columns { get; } = new() { Label = "label", Prediction = "prediction", Attributes = ["gender"] };

    /// <summary>Writes the text to a file and counts it.</summary>
    public static TableCounts Read(string text, TableColumns? columns = null)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["table.csv"], text);
        return TableCounts.Read(folder["table.csv"], columns ?? Columns);
    }
}
