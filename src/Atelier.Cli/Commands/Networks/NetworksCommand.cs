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
            "Lists the networks: input, size, cost, published accuracy, and whether their weights are here.",
            "atelier networks",
            "atelier networks show inception_v3") => Add((Command)new NetworksShowCommand(streams));

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop) => Task.FromResult(call.Finish(
        new
        {
            Networks = NetworkCatalog.All.Select(network => new
            {
                network.Name,
                network.Description,
                network.CanClassify,
                InputSize = network.Preprocessing.ImageSize,
                network.Preprocessing.LeastSize,
                network.Preprocessing.Normalization.Mean,
                network.Preprocessing.Normalization.StandardDeviation,
                network.AuxiliaryWeights,
                network.Parameters,
                network.MultiplyAdds,
                network.Accuracy?.Top1,
                network.Accuracy?.Top5,
                network.Weights?.Source,
                Url = network.Weights?.Url.ToString(),
                network.Weights?.License,
                network.IsHere,
                File = network.Cached?.FullPath,
            }),
        },
        Draw));

    private static void Draw(IAnsiConsole console)
    {
        var table = new Table { Border = TableBorder.Horizontal };
        table.AddColumn(Tight("Network")).AddColumn(Right("Input")).AddColumn(Right("Params")).AddColumn(Right("Mult-adds"))
            .AddColumn(Right("Top-1, 5")).AddColumn(Tight("Weights"));
        foreach (var network in NetworkCatalog.All)
            table.AddRow(
                new Text(network.Name),
                new Text($"{network.Preprocessing.ImageSize}"),
                new Text(Amount.Text(network.Parameters)),
                new Text(Amount.Text(network.MultiplyAdds)),
                new Text(network.Accuracy is { } accuracy ? string.Create(CultureInfo.InvariantCulture, $"{accuracy.Top1:0.0}, {accuracy.Top5:0.0}") : ""),
                new Text(WeightsOf(network)));
        console.Write(table);
        var output = console.Profile.Out.Writer;
        output.WriteLine("Input in pixels; accuracy in percent on ImageNet's validation images, one center crop, as published.");
        foreach (var group in NetworkCatalog.All.GroupBy(network => network.Preprocessing.Normalization))
            output.WriteLine($"Normalization {group.Key.Describe()}: {string.Join(", ", group.Select(network => network.Name))}.");
        foreach (var group in NetworkCatalog.All.Select(network => network.Weights).OfType<PublishedWeights>().GroupBy(weights => (weights.Source, weights.License)))
            output.WriteLine($"Weights by {group.Key.Source}: {group.Key.License}.");
        output.WriteLine("All can be used for style transfer; all but atelier can classify. Download weights: atelier weights pull NAME.");
        output.WriteLine("Addresses of the weights: --json. Blocks and shapes: atelier networks show NAME.");
    }

    private static string WeightsOf(NetworkEntry network) =>
        network.IsEmbedded ? "built in" : network.IsHere ? "here" : network.Weights is { } weights ? $"pull, {weights.Source}" : "train it";

    // To fit into eighty columns.
    private static TableColumn Tight(string header) => new TableColumn(header).NoWrap().PadLeft(0).PadRight(1);

    private static TableColumn Right(string header) => Tight(header).RightAligned();
}
