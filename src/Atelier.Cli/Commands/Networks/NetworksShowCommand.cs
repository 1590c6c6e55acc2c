using System.CommandLine;
using Atelier.Models;
using Spectre.Console;

namespace Atelier.Cli;

/// <summary><c>atelier networks show NAME</c>: a network's blocks, layer by layer.</summary>
internal sealed class NetworksShowCommand : AtelierCommand
{
    private readonly Argument<string> _name = new("name") { Description = "A network's name; `atelier networks` lists them." };
    private readonly Option<int> _depth = NewOption.Number("--depth", "Levels of nested modules to show; 9 shows every layer.", 2, least: 1);
    private readonly Option<int?> _size = NewOption.OptionalNumber<int>("--image-size", "Pixels per side of the image [default: the network's own].", 8, 4096);

    /// <param name="streams">Where to write.</param>
    public NetworksShowCommand(Streams streams)
        : base(
            streams,
            "show",
            "Shows a network's blocks with their output shapes, parameters and multiply-adds.",
            "atelier networks show googlenet",
            "atelier networks show inception_v3 --depth 9 --json")
    {
        Add(_name);
        Add(_depth);
        Add(_size);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var entry = Invocation.Build(() => NetworkCatalog.Find(call.Get(_name)));
        var size = call.Get(_size) ?? entry.Preprocessing.ImageSize;
        if (size < entry.Preprocessing.LeastSize)
            throw new UsageException($"{entry.Name} needs images of at least {entry.Preprocessing.LeastSize} pixels, not {size}: choose a larger --image-size.");
        var network = entry.CreateModules();
        using var owned = (IDisposable)network;
        var (all, parameters) = (NetworkSummary.Create(network, size), NetworkSummary.CountParameters(network));
        LayerRow[] rows = [.. all.Where(row => row.Depth < call.Get(_depth))];
        var multiplyAdds = all.Where(row => row.Depth == 0).Sum(row => row.MultiplyAdds);
        return Task.FromResult(call.Finish(
            new { entry.Name, ImageSize = size, Parameters = parameters, MultiplyAdds = multiplyAdds, Layers = rows },
            console => Draw(console, entry, size, rows, parameters, multiplyAdds)));
    }

    private static void Draw(IAnsiConsole console, NetworkEntry entry, int size, LayerRow[] rows, long parameters, long multiplyAdds)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("Layer").AddColumn("Kind").AddColumn("Output").AddColumn(new TableColumn("Parameters").RightAligned()).AddColumn(new TableColumn("Mult-adds").RightAligned());
        foreach (var row in rows)
            table.AddRow(
                new Text(new string(' ', 2 * row.Depth) + row.Name.Split('.')[^1]),
                new Text(row.Kind),
                new Text(string.Join(" x ", row.Output)),
                new Text(Amount.Text(row.Parameters)),
                new Text(Amount.Text(row.MultiplyAdds)));
        console.Write(table);
        var met = rows.Where(row => row.Depth == 0).Sum(row => row.Parameters);
        var rest = entry.AuxiliaryWeights.Count > 0 ? $" ({Amount.Text(parameters - met)} of them in auxiliary heads, which are used only in training)" : "";
        var classes = entry.CanClassify ? " for 1000 classes" : "";
        console.Profile.Out.Writer.WriteLine($"{entry.Name}{classes}, one image of {size} px: {Amount.Text(parameters)} parameters{rest}, {Amount.Text(multiplyAdds)} multiply-adds.");
    }
}
