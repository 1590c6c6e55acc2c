using System.Globalization;
using Atelier.Auditing;
using Spectre.Console;

namespace Atelier.Cli;

/// <summary>An audit on the terminal: the verdict, the figures, the worst labels.</summary>
internal static class AuditTable
{
    /// <summary>Draws a block for each attribute.</summary>
    public static void Draw(IAnsiConsole console, string rows, IReadOnlyList<AttributeAudit> audits, int shown)
    {
        var output = console.Profile.Out.Writer;
        output.WriteLine(rows);
        foreach (var audit in audits)
        {
            output.WriteLine();
            console.Write(new Text($"By {audit.Attribute}: {audit.Headline}\n", new Style(decoration: Decoration.Bold)));
            console.Write(new Text($"{audit.Detail}\n"));
            console.Write(Figures(audit));
            if (shown > 0)
            {
                console.Write(Labels(audit, shown));
                console.Write(Rates(audit, shown));
            }
            foreach (var caveat in audit.Caveats)
                console.Write(new Text($"- {caveat}\n"));
        }
    }

    private static Table Figures(AttributeAudit audit)
    {
        var table = new Table { Border = TableBorder.Horizontal };
        table.AddColumn(Tight("Figure")).AddColumn(Right("Value")).AddColumn(Right(Interval(audit.Options))).AddColumn(Right("Rows"));
        Row(table, "Mean bias amplification", audit.MeanAmplification);
        Row(table, "Directional, group to label", audit.AttributeToTask);
        Row(table, "Directional, label to group", audit.TaskToAttribute);
        table.AddRow(
            new Text(string.Create(CultureInfo.InvariantCulture, $"Labels off by more than {audit.Options.Margin}")),
            new Text($"{audit.Violations} of {audit.LabelsCompared}"),
            new Text($"{audit.ClearViolations} clearly"),
            new Text(""));
        Row(table, "Accuracy", audit.Accuracy);
        foreach (var group in audit.Groups)
            Row(table, $"Accuracy, {group.Group}", group.Accuracy);
        Row(table, "Accuracy, largest difference", audit.AccuracyDifference);
        return table;
    }

    private static Table Labels(AttributeAudit audit, int shown)
    {
        var table = new Table { Border = TableBorder.Horizontal, Title = Titled(audit, shown, "Labels, most amplified first") };
        table.AddColumn(Tight("Label")).AddColumn(Tight("Who leads")).AddColumn(Right("Training")).AddColumn(Right("Predicted"))
            .AddColumn(Right("Gain")).AddColumn(Right(Interval(audit.Options))).AddColumn(Right("Rows"));
        foreach (var label in audit.Labels.Where(label => label.Amplification is not null).Take(shown))
        {
            var leader = label.Groups.MaxBy(group => group.TrainingShare?.Value)!;
            table.AddRow(
                new Text(label.Label),
                new Text(leader.Group),
                new Text(Figure.Percent(leader.TrainingShare)),
                new Text(Figure.Percent(leader.PredictedShare)),
                new Text(Figure.Signed(label.Amplification) + (label.Amplification!.IsUncertain ? "~" : label.IsClearViolation ? "!" : " ")),
                new Text(Figure.Ends(label.Amplification)),
                new Text($"{label.Amplification.Count:N0}"));
        }
        return table;
    }

    private static Table Rates(AttributeAudit audit, int shown)
    {
        var table = new Table { Border = TableBorder.Horizontal, Title = Titled(audit, shown, "Differences between groups, most unequal odds first") };
        table.AddColumn(Tight("Label")).AddColumn(Right("Eq. odds")).AddColumn(Right("Eq. opportunity")).AddColumn(Right("Parity")).AddColumn(Right("Parity ratio")).AddColumn(Right("Rows"));
        var worst = audit.Labels.Where(label => label.EqualizedOddsDifference is not null)
            .OrderBy(label => label.EqualizedOddsDifference!.IsUncertain).ThenByDescending(label => label.EqualizedOddsDifference!.Value);
        foreach (var label in worst.Take(shown))
            table.AddRow(
                new Text(label.Label),
                new Text(Figure.Plain(label.EqualizedOddsDifference) + (label.EqualizedOddsDifference!.IsUncertain ? "~" : " ")),
                new Text(Figure.Plain(label.EqualOpportunityDifference)),
                new Text(Figure.Plain(label.ParityDifference)),
                new Text(Figure.Plain(label.ParityRatio)),
                new Text($"{label.EqualizedOddsDifference.Count:N0}"));
        return table;
    }

    private static void Row(Table table, string name, Estimate? estimate) => table.AddRow(
        new Text(name),
        new Text(estimate is null ? "not measurable" : Figure.Plain(estimate, "0.0000") + (estimate.IsUncertain ? "~" : "")),
        new Text(estimate is null ? "" : Figure.Ends(estimate, "0.0000")),
        new Text(estimate is null ? "" : $"{estimate.Count:N0}"));

    private static TableTitle Titled(AttributeAudit audit, int shown, string order) =>
        new($"{order}{(audit.Labels.Count > shown ? $" ({shown} of {audit.Labels.Count})" : "")}", Style.Plain);

    private static string Interval(AuditOptions options) => string.Create(CultureInfo.InvariantCulture, $"{options.Confidence * 100:0.#} % interval");

    private static TableColumn Tight(string header) => new TableColumn(header).NoWrap().PadLeft(0).PadRight(1);

    private static TableColumn Right(string header) => Tight(header).RightAligned();
}
