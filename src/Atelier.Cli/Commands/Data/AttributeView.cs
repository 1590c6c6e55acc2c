using System.Globalization;
using Atelier.Data;
using Spectre.Console;

namespace Atelier.Cli;

/// <summary>How an attribute is spread over the classes, on the terminal.</summary>
internal static class AttributeView
{
    private const string Missing = "missing";

    /// <summary>A row for each class, a column for each value: how many images have it, and which part of the class's images that do have one.</summary>
    public static void Draw(IAnsiConsole console, GroupBalance balance, int unmatchedRows)
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
            output.WriteLine($"Missing: {balance.Missing} images have no {balance.Attribute}.");
        if (unmatchedRows > 0)
            output.WriteLine($"Ignored: {unmatchedRows} rows of the attribute's table name no image of the data set.");
    }

    private static IEnumerable<Text> Cells(GroupBalance balance, GroupCount[] groups)
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
