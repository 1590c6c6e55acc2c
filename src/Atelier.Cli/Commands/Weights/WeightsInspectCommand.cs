using System.CommandLine;
using Atelier.Core;
using Atelier.Models;
using Spectre.Console;

namespace Atelier.Cli;

/// <summary><c>atelier weights inspect</c>: the tensors of a file.</summary>
internal sealed class WeightsInspectCommand : AtelierCommand
{
    private readonly Argument<string> _file = new("file-or-network") { Description = "A .safetensors file, one that PyTorch saved, or the name of a network whose weights are here (atelier weights list)." };

    /// <param name="streams">Where to write.</param>
    public WeightsInspectCommand(Streams streams)
        : base(
            streams,
            "inspect",
            "Lists the tensors and metadata of a weight file, without running anything in it.",
            "atelier weights inspect vgg19",
            "atelier weights inspect mosaic.safetensors --json") => Add(_file);

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var info = Invocation.Build(() => NetworkCatalog.Inspect(call.Get(_file)));
        return Task.FromResult(call.Finish(info, console => Draw(console, info)));
    }

    private static void Draw(IAnsiConsole console, WeightFileInfo info)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("Tensor").AddColumn("Type").AddColumn("Shape").AddColumn(new TableColumn("Size").RightAligned());
        foreach (var tensor in info.Tensors)
            table.AddRow(
                Plain(tensor.Name), Plain(tensor.Dtype.ToString().ToLowerInvariant()), Plain($"[{string.Join(',', tensor.Shape)}]"), Plain(ByteSize.Text(tensor.Bytes)));
        console.Write(table);
        var output = console.Profile.Out.Writer;
        foreach (var (key, value) in info.Metadata)
            output.WriteLine($"{Printable(key)}: {Printable(value)}");
        output.WriteLine($"{info.Tensors.Count} tensors, {ByteSize.Text(info.Tensors.Sum(t => t.Bytes))}, {info.Format}.");
    }

    private static Text Plain(string text) => new(Printable(text));

    // Text from a file must not control the terminal.
    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
}
