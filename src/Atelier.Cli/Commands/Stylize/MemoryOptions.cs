using System.CommandLine;
using Atelier.Stylization;
using Spectre.Console;

namespace Atelier.Cli;

/// <summary><c>--max-memory</c> and <c>--plan</c>: how a large picture fits into the memory.</summary>
/// <param name="hasPlan">Whether <c>--plan</c> is among them.</param>
internal sealed class MemoryOptions(bool hasPlan = true) : OptionGroup
{
    private const long Least = 64L << 20;

    private readonly Option<long?> _most = new("--max-memory")
    {
        Description = "Memory that the program may take, as 6G or 800M. A picture that needs more is seen in tiles, and fewer steps are remembered "
            + "[default: what is free, less a reserve]",
        HelpName = "size",
        CustomParser = result =>
        {
            var text = result.Tokens is [{ Value: var token }] ? token : "";
            var bytes = ByteSize.Parse(text);
            if (bytes is not >= Least)
                result.AddError($"--max-memory takes a size of at least {ByteSize.Text(Least)}, as 6G or 800M, not '{text}'.");
            return bytes;
        },
    };

    private readonly Option<bool> _plan = new("--plan") { Description = "Say how the picture would be painted, at what peak of memory, and paint nothing." };

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => hasPlan ? [_most, _plan] : [_most];

    /// <summary>Bytes that the program may take; null for the default.</summary>
    public long? Most(Invocation call) => call.Get(_most);

    /// <summary>Whether only the plan is wanted.</summary>
    public bool IsPlanOnly(Invocation call) => call.Get(_plan);

    /// <summary>Prints the plan.</summary>
    public static int Finish(Invocation call, StylizationPlan plan) => call.Finish(
        new { plan.Levels, plan.PeakMemory, plan.MemoryLimit, plan.Sentence },
        console => Draw(console, plan));

    private static void Draw(IAnsiConsole console, StylizationPlan plan)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var title in (string[])["size", "evaluations", "tiles", "steps remembered", "peak memory"])
            table.AddColumn(new TableColumn(title).RightAligned());
        foreach (var level in plan.Levels)
        {
            table.AddRow(
                $"{level.Width}x{level.Height}", $"{level.Evaluations}", $"{level.Tiles}", $"{level.HistorySize}",
                level.Memory is { } bytes ? ByteSize.Text(bytes) : "unknown");
        }
        console.Write(table);
        console.Profile.Out.Writer.WriteLine(plan.Sentence);
    }
}
