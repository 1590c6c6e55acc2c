using System.Globalization;
using Atelier.Core;
using Atelier.Runs;
using CsvHelper;
using Spectre.Console;

namespace Atelier.Cli;

/// <summary>Predictions as a table, for the terminal or as a CSV file.</summary>
internal static class PredictionTable
{
    private const int BarWidth = 10;

    /// <summary>A block of lines for each image: class, probability, bar.</summary>
    public static void Draw(IAnsiConsole console, IEnumerable<ImagePrediction> predictions)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("Image").AddColumn("Class").AddColumn(new TableColumn("Probability").RightAligned()).AddColumn("");
        foreach (var prediction in predictions.Where(prediction => prediction.Problem is null))
            foreach (var (rank, found) in prediction.Classes.Index())
                table.AddRow(
                    new Text(rank == 0 ? prediction.Image : ""),
                    new Text(found.Class),
                    new Text(found.Probability.ToString("P1", CultureInfo.InvariantCulture)),
                    new Text(new string('█', (int)Math.Round(found.Probability * BarWidth))));
        if (table.Rows.Count > 0)
            console.Write(table);
    }

    /// <summary>A line for each class of each image; an image that could not be read has a problem instead.</summary>
    public static void Write(string path, IEnumerable<ImagePrediction> predictions) => AtomicFile.Write(path, stream =>
    {
        using var csv = CsvWriter.Create(stream, new(), leaveOpen: true);
        csv.WriteHeader("image", "rank", "class", "probability", "problem");
        foreach (var prediction in predictions)
        {
            foreach (var (rank, found) in prediction.Classes.Index())
                csv.WriteRecord(prediction.Image, Text(rank + 1), found.Class, Text(found.Probability), "");
            if (prediction.Problem is { } problem)
                csv.WriteRecord(prediction.Image, "", "", "", problem);
        }
    });

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
