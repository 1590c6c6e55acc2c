using System.Globalization;
using Atelier.Auditing;
using Spectre.Console;

namespace Atelier.Cli;

/// <summary>A calibration on the terminal: how it converged, what it gained, what it cost.</summary>
internal static class CalibrationTable
{
    private const int StepsShown = 8;

    /// <summary>Draws both tables.</summary>
    public static void Draw(IAnsiConsole console, Calibration result)
    {
        var (scores, before, after) = (result.Scores, result.AuditBefore, result.AuditAfter);
        var output = console.Profile.Out.Writer;
        output.WriteLine($"{scores.Rows:N0} examples, {scores.Labels.Count} labels, by {scores.Attribute}: {string.Join(", ", scores.Groups.Order(StringComparer.Ordinal))}."
            + (scores.WithoutLabel > 0 ? $" {scores.WithoutLabel:N0} rows without a label were left out." : ""));
        console.Write(Convergence(result));
        var table = new Table { Border = TableBorder.Horizontal };
        table.AddColumn(new TableColumn("").NoWrap().PadLeft(0).PadRight(1)).AddColumn(Right("Before")).AddColumn(Right("After"));
        Row(table, "Mean bias amplification", before.MeanAmplification, after.MeanAmplification);
        table.AddRow(
            new Text(string.Create(CultureInfo.InvariantCulture, $"Labels off by more than {after.Options.Margin}")),
            new Text($"{before.Violations} of {before.LabelsCompared}"),
            new Text($"{after.Violations} of {after.LabelsCompared}"));
        Row(table, "Directional, group to label", before.AttributeToTask, after.AttributeToTask);
        Row(table, "Accuracy", before.Accuracy, after.Accuracy);
        foreach (var (one, other) in before.Groups.Zip(after.Groups))
            Row(table, $"Accuracy, {one.Group}", one.Accuracy, other.Accuracy);
        console.Write(table);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Accuracy changes by {(after.Accuracy!.Value - before.Accuracy!.Value) * 100:+0.00;-0.00;0.00} points; {result.Before.Zip(result.After).Count(pair => pair.First != pair.Second):N0} predictions change."));
        foreach (var caveat in after.Caveats)
            console.Write(new Text($"- {caveat}\n"));
    }

    private static Table Convergence(Calibration result)
    {
        var table = new Table { Border = TableBorder.Horizontal };
        table.AddColumn(Right("Iteration")).AddColumn(Right("Violations")).AddColumn(Right("Largest excess")).AddColumn(Right("Accuracy"));
        var last = result.Steps.Count - 1;
        // Evenly spaced, including the first and the last.
        foreach (var at in Enumerable.Range(0, StepsShown + 1).Select(step => step * last / StepsShown).Distinct())
            table.AddRow(
                new Text($"{at}"),
                new Text($"{result.Steps[at].Violations}"),
                new Text(result.Steps[at].Worst.ToString("0.0000", CultureInfo.InvariantCulture)),
                new Text(result.Steps[at].Accuracy.ToString("0.0000", CultureInfo.InvariantCulture)));
        return table;
    }

    private static void Row(Table table, string name, Estimate? before, Estimate? after) => table.AddRow(new Text(name), Cell(before), Cell(after));

    private static Text Cell(Estimate? estimate) => new(estimate is null ? "not measurable" : $"{Figure.Plain(estimate)} ({Figure.Ends(estimate)})");

    private static TableColumn Right(string header) => new TableColumn(header).NoWrap().PadLeft(0).PadRight(1).RightAligned();
}
