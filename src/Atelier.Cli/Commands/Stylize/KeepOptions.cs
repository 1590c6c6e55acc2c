using System.CommandLine;
using Atelier.Cli.Terminal;
using Atelier.Core.Images;
using Atelier.Stylization;

namespace Atelier.Cli.Commands.Stylize;

/// <summary>What is kept on the way: pictures, and a checkpoint to resume from.</summary>
internal sealed class KeepOptions : OptionGroup
{
    private readonly Option<int?> _saveEvery = Terminal.Options.OptionalNumber<int>(
        "--save-every", "Write the best picture so far every N evaluations, as OUT with the count before the extension.", least: 1);

    private readonly Option<string?> _checkpoint = new("--checkpoint")
    {
        Description = "File to keep the run in; where it exists, the run goes on from it. It is deleted when the run is done.",
        HelpName = "file",
    };

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_saveEvery, _checkpoint];

    /// <summary>The values.</summary>
    public Keeping Read(Invocation call, string output, ImageWriteOptions write) =>
        new(call.Get(_saveEvery), call.Get(_checkpoint), output, write);
}

/// <summary>Keeps pictures and checkpoints of a run.</summary>
internal sealed class Keeping(int? saveEvery, string? checkpoint, string output, ImageWriteOptions write)
{
    /// <summary>What the stylizer calls; without progress.</summary>
    public StylizationCallbacks Callbacks => new()
    {
        Every = saveEvery ?? new StylizationCallbacks().Every,
        Preview = saveEvery is null ? null : (progress, image) => ImageFile.Write(PreviewPath(progress.Evaluation), image, write),
        Checkpoint = checkpoint is null ? null : state => state.Save(checkpoint),
    };

    /// <summary>The run to go on with, or null.</summary>
    public StylizationCheckpoint? Resume() => checkpoint is not null && File.Exists(checkpoint) ? StylizationCheckpoint.Load(checkpoint) : null;

    /// <summary>Deletes the checkpoint of a run that is done.</summary>
    public void Done()
    {
        if (checkpoint is not null)
            File.Delete(checkpoint);
    }

    private string PreviewPath(int evaluation) =>
        Path.Combine(Path.GetDirectoryName(output) ?? "", $"{Path.GetFileNameWithoutExtension(output)}.{evaluation:0000}{Path.GetExtension(output)}");
}
