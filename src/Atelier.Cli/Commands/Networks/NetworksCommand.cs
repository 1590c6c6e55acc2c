using System.CommandLine;
using System.Globalization;
using Atelier.Models;
using Spectre.Console;

namespace Atelier.Cli;

/// <summary><c>atelier networks</c>: the catalog of networks.</summary>
internal sealed class NetworksCommand : AtelierCommand
{
    /// <param name="streams">Where to write.</param>
    public NetworksCommand(Streams streams)
        : base(
            streams,
            "networks",
            "Lists the networks: input, size, cost, published accuracy, where their weights come from.",
            "atelier networks",
            "atelier networks show inception_v3") => Add((Command)new NetworksShowCommand(streams));

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop) => Task.FromResult(call.Finish(
        new
        {
            Networks = Classifiers.All.Select(kind => new
            {
                kind.Name,
                kind.Description,
                kind.InputSize,
                kind.LeastSize,
                kind.Normalization.Mean,
                kind.Normalization.StandardDeviation,
                kind.Parameters,
                kind.MultiplyAdds,
                kind.Accuracy?.Top1,
                kind.Accuracy?.Top5,
                kind.Weights?.Source,
                Url = kind.Weights?.Url.ToString(),
                kind.Weights?.License,
            }),
        },
        Draw));

    private static void Draw(IAnsiConsole console)
    {
        var table = new Table { Border = TableBorder.Horizontal };
        table.AddColumn(Tight("Network")).AddColumn(Right("Input")).AddColumn(Right("Params")).AddColumn(Right("Mult-adds"))
            .AddColumn(Right("Top-1, 5")).AddColumn(Tight("Weights"));
        foreach (var kind in Classifiers.All)
            table.AddRow(
                new Text(kind.Name),
                new Text($"{kind.InputSize}"),
                new Text(Amount.Text(kind.Parameters)),
                new Text(Amount.Text(kind.MultiplyAdds)),
                new Text(kind.Accuracy is { } accuracy ? string.Create(CultureInfo.InvariantCulture, $"{accuracy.Top1:0.0}, {accuracy.Top5:0.0}") : ""),
                new Text(kind.Weights?.Source ?? "train it"));
        console.Write(table);
        var output = console.Profile.Out.Writer;
        output.WriteLine("Input in pixels; accuracy in per cent of ImageNet's validation images, one central crop, as published.");
        foreach (var group in Classifiers.All.GroupBy(kind => kind.Normalization))
            output.WriteLine($"Normalization {group.Key.Describe()}: {string.Join(", ", group.Select(kind => kind.Name))}.");
        foreach (var group in Classifiers.All.Select(kind => kind.Weights).OfType<PublicWeights>().GroupBy(weights => (weights.Source, weights.License)))
            output.WriteLine($"Weights by {group.Key.Source}: {group.Key.License}.");
        output.WriteLine("Addresses of the weights: --json. Blocks and shapes: atelier networks show NAME.");
    }

    // So that eighty columns hold it.
    private static TableColumn Tight(string header) => new TableColumn(header).NoWrap().PadLeft(0).PadRight(1);

    private static TableColumn Right(string header) => Tight(header).RightAligned();
}
