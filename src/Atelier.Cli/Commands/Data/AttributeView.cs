using System.Globalization;
using Atelier.Data;
using Spectre.Console;

namespace Atelier.Cli;

/// <summary>How an attribute is spread over the classes, on the terminal.</summary>
internal static class AttributeView
{
    private const string Missing = "missing";

    /// <summary>A row for each class, a column for each value: how many images have it, and what part that is of the class's images with a known value.</summary>
    public static void Draw(IAnsiConsole console, ImageBalance balance, int unmatchedRows)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn(new TableColumn(new Text($"Class, by {balance.Attribute}")));
        foreach (var value in balance.Values)
            table.AddColumn(new TableColumn(new Text(value ?? Missing)).RightAligned());
        foreach (var group in balance.Groups.GroupBy(group => group.Class, StringComparer.Ordinal))
            table.AddRow([new Text(group.Key), .. Cells(balance, [.. group])]);
        table.AddRow([new Text("all"), .. Cells(balance, [.. balance.Groups])]);
        console.Write(table);
        var output = console.Profile.Out.Writer;
        if (balance.Missing > 0)
            output.WriteLine($"Images without a {balance.Attribute}: {balance.Missing}.");
        if (unmatchedRows > 0)
            output.WriteLine($"Ignored rows of the attribute's table, which name no image in the data set: {unmatchedRows}.");
    }

    private static IEnumerable<Text> Cells(ImageBalance balance, GroupCount[] groups)
    {
        int Count(IEnumerable<GroupCount> of) => of.Sum(group => group.Training + group.Validation);
        var known = Count(groups.Where(group => group.Value is not null));
        foreach (var value in balance.Values)
        {
            var count = Count(groups.Where(group => group.Value == value));
            var share = value is null || known == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"  {100.0 * count / known,3:0} %");
            yield return new Text($"{count}{share}");
        }
    }
}
