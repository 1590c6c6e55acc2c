using System.CommandLine;
using Atelier.Imaging;

namespace Atelier.Cli;

/// <summary>What is kept on the way: pictures, and a checkpoint to resume from.</summary>
internal sealed class KeepOptions : OptionGroup
{
    private readonly Option<int?> _saveEvery = NewOption.OptionalNumber<int>(
        "--save-every", "Write the best picture so far every so many evaluations: out.0050.png, out.0100.png and so on beside out.png.", least: 1);

    private readonly Option<string?> _checkpoint = new("--checkpoint")
    {
        Description = "File to keep the run in, every 50 evaluations (or as --save-every) and when stopped. The same command goes on from it; it is deleted at the end.",
        HelpName = "file",
    };

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_saveEvery, _checkpoint];

    /// <summary>The values.</summary>
    /// <exception cref="InputException">The checkpoint is a folder.</exception>
    public CheckpointKeeping Read(Invocation call, OutputOptions output, ImageWriteOptions write) =>
        new(call, call.Get(_saveEvery), call.Get(_checkpoint), output, write);
}
