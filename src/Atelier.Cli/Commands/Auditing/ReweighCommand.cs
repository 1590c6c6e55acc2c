using System.CommandLine;
using System.Globalization;
using Atelier.Auditing;
using Atelier.Core;
using CsvHelper;
using Spectre.Console;

namespace Atelier.Cli;

/// <summary><c>atelier audit reweigh TRAIN</c>: sample weights that make label and group independent.</summary>
internal sealed class ReweighCommand : AtelierCommand
{
    private readonly Argument<FileInfo> _path = new("data") { Description = "A CSV file of the training data, with label and group." };
    private readonly TableOptions _table = new();
    private readonly OutputOptions _output = new("Write a table: group, label, rows, weight.", isRequired: false);

    /// <param name="streams">Where to write.</param>
    public ReweighCommand(Streams streams)
        : base(
            streams,
            "reweigh",
            "Computes sample weights that make label and group independent in the data (Kamiran and Calders).",
            "atelier audit reweigh train.csv --attribute gender -o weights.csv")
    {
        Add(_path);
        Add(_table);
        Add(_output);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var columns = _table.Read(call);
        if (columns.Attributes.Count > 1 || columns.Separator is not null)
            throw new UsageException("Reweighing takes one attribute and one label per row: leave out --separator, and give --attribute once.");
        var output = _output.Path(call) is { } given ? _output.Claim(call, given) : null;
        var counts = RowsRead.Count(call, call.Get(_path), columns, stop);
        var weights = counts.Attributes[0].SampleWeights();
        if (output is not null)
            Write(output, columns.Attributes[0], weights);
        return Task.FromResult(call.Finish(
            new { Data = counts.Path, counts.Rows, counts.WithoutLabel, counts.Attributes[0].MissingGroups, Weights = weights, Output = output },
            console => Draw(console, columns.Attributes[0], weights, counts.Attributes[0].MissingGroups)));
    }

    private static void Draw(IAnsiConsole console, string attribute, IReadOnlyList<SampleWeight> weights, long missing)
    {
        var table = new Table { Border = TableBorder.Horizontal };
        table.AddColumn("Label").AddColumn(new TableColumn(attribute)).AddColumn(new TableColumn("Rows").RightAligned()).AddColumn(new TableColumn("Weight").RightAligned());
        foreach (var weight in weights)
            table.AddRow(new Text(weight.Label), new Text(weight.Group), new Text($"{weight.Rows:N0}"), new Text(weight.Weight.ToString("0.0000", CultureInfo.InvariantCulture)));
        console.Write(table);
        if (missing > 0)
            console.Profile.Out.Writer.WriteLine($"- {missing:N0} rows without a {attribute} are not listed; give them a weight of 1.");
    }

    private static void Write(string path, string attribute, IReadOnlyList<SampleWeight> weights) => AtomicFile.Write(path, stream =>
    {
        using var csv = CsvWriter.Create(stream, new(), leaveOpen: true);
        csv.WriteHeader(attribute, "label", "rows", "weight");
        foreach (var weight in weights)
            csv.WriteRecord(weight.Group, weight.Label, weight.Rows.ToString(CultureInfo.InvariantCulture), weight.Weight.ToString("R", CultureInfo.InvariantCulture));
    });
}
