using Atelier.Core;
using Atelier.Models;
using Spectre.Console;

namespace Atelier.Cli;

/// <summary><c>atelier weights list</c>: what can be downloaded, and what is here.</summary>
internal sealed class WeightsListCommand(Streams streams) : AtelierCommand(
    streams,
    "list",
    "Lists the weight files that can be downloaded and those that are on this machine.",
    "atelier weights list",
    "atelier weights list --json")
{
    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var here = CachedWeights.List();
        Official[] official = [.. OfficialWeights.All.Select(w => Describe(w, here))];
        Other[] others = [.. here.Where(file => official.All(o => o.File != file.Name)).Select(file => new Other(file.Name, file.Bytes))];
        return Task.FromResult(call.Finish(
            new { Folder = UserFolders.Weights, Official = official, Others = others },
            console => Draw(console, official, others)));
    }

    private static Official Describe(OfficialWeight weight, IReadOnlyList<CachedWeights> here)
    {
        var file = here.FirstOrDefault(f => f.Name == weight.FileName);
        return new Official(weight.Name, weight.FileName, weight.Sha256, file?.Bytes ?? weight.Bytes, weight.License, file is not null);
    }

    private static void Draw(IAnsiConsole console, Official[] official, Other[] others)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("Name").AddColumn("File").AddColumn(new TableColumn("Size").RightAligned()).AddColumn("Here").AddColumn("License");
        foreach (var o in official)
            table.AddRow(new Text(o.Name), new Text(o.File), new Text(o.Bytes is { } bytes ? ByteSize.Text(bytes) : "?"), new Text(o.IsHere ? "yes" : "no"), new Text(o.License ?? "?"));
        foreach (var other in others)
            table.AddRow(new Text(""), new Text(other.File), new Text(ByteSize.Text(other.Bytes)), new Text("yes"), new Text("?"));
        console.Write(table);
        console.Profile.Out.Writer.WriteLine($"Folder: {UserFolders.Weights}");
    }

    private sealed record Official(string Name, string File, string Sha256, long? Bytes, string? License, bool IsHere);

    private sealed record Other(string File, long Bytes);
}
