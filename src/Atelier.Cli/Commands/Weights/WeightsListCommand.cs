using Atelier.Core;
using Atelier.Models;
using Spectre.Console;

namespace Atelier.Cli;

/// <summary><c>atelier weights list</c>: what can be downloaded, and what is here.</summary>
internal sealed class WeightsListCommand(Streams streams) : AtelierCommand(
    streams,
    "list",
    "Lists the networks' weight files: those you can download, and those on this machine.",
    "atelier weights list",
    "atelier weights list --json")
{
    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var published = NetworkCatalog.All.Where(network => network.Weights is not null).Select(network => (network.Weights, network.Cached)).ToList();
        Published[] files = [.. published.Select(network => Describe(network.Weights!, network.Cached))];
        Other[] others = [.. CachedWeights.List().Where(file => published.TrueForAll(network => network.Cached != file)).Select(file => new Other(Path.GetFileNameWithoutExtension(file.Name), file.Name, file.Bytes))];
        return Task.FromResult(call.Finish(
            new { Folder = UserFolders.Weights, Embedded = EmbeddedNetwork.Name, Published = files, Others = others },
            console => Draw(console, files, others)));
    }

    private static Published Describe(PublishedWeights weights, CachedWeights? here) =>
        new(weights.Name, here?.Name ?? weights.FileName, weights.Sha256, here?.Bytes ?? weights.Bytes, weights.License, here is not null);

    private static void Draw(IAnsiConsole console, Published[] files, Other[] others)
    {
        var table = new Table { Border = TableBorder.Horizontal };
        table.AddColumn("Name").AddColumn("File").AddColumn(new TableColumn("Size").RightAligned()).AddColumn("Here").AddColumn("License");
        table.AddRow(new Text(EmbeddedNetwork.Name), new Text("built in"), new Text(""), new Text("yes"), new Text("CC-BY-4.0"));
        foreach (var file in files)
            table.AddRow(new Text(file.Name), new Text(file.File), new Text(file.Bytes is { } bytes ? ByteSize.Text(bytes) : "?"), new Text(file.IsHere ? "yes" : "no"), new Text(file.License ?? "?"));
        foreach (var other in others)
            table.AddRow(new Text(other.Name), new Text(other.File), new Text(ByteSize.Text(other.Bytes)), new Text("yes"), new Text("?"));
        console.Write(table);
        console.Profile.Out.Writer.WriteLine($"Folder: {UserFolders.Weights}");
    }

    private sealed record Published(string Name, string File, string Sha256, long? Bytes, string? License, bool IsHere);

    private sealed record Other(string Name, string File, long Bytes);
}
