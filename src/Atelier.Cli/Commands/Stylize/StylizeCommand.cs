using System.CommandLine;
using Atelier.Imaging;
using Atelier.Models;
using Atelier.Stylization;

namespace Atelier.Cli;

/// <summary><c>atelier stylize CONTENT STYLE [STYLE...] -o OUT</c>: the main job.</summary>
internal sealed class StylizeCommand : AtelierCommand
{
    private readonly Argument<FileInfo> _content = new("content") { Description = "The photograph." };
    private readonly Argument<FileInfo[]> _styles = new("style") { Description = "One or more paintings.", Arity = ArgumentArity.OneOrMore };
    private readonly OutputOptions _output = new("The picture to write: .png, .jpg, .webp, .tif, .avif, .gif or .bmp.");
    private readonly Option<string> _recipe = NewOption.Choice(
        "--recipe", "default: the best picture in the least time; lesson13: fast.ai's procedure with its constants.", "default", "default", "lesson13");

    private readonly NetworkOptions _network = new();
    private readonly LookOptions _look = new();
    private readonly KeepOptions _keep = new();
    private readonly PictureOptions _pictures = new();
    private readonly ComputeOptions _compute = new();

    /// <param name="streams">Where to write.</param>
    public StylizeCommand(Streams streams)
        : base(streams, "stylize", "Paint a photograph in the style of one or more paintings.",
            "atelier stylize photo.jpg painting.jpg -o out.png",
            "atelier stylize photo.jpg monet.jpg seurat.jpg -o out.png --network vgg19.pth --blend 2 1 --size 800 --style-weight 80")
    {
        Add(_content);
        Add(_styles);
        Add(_output);
        Add(_recipe);
        Add(_network);
        Add(_look);
        Add(_keep);
        Add(_pictures);
        Add(_compute);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var write = _pictures.Write(call);
        ImageFile.EnsureWritable(_output.Path(call), write);
        var settings = _compute.Read(call);
        var options = _look.Read(call, call.Get(_styles).Length, settings.Seed);
        var isLesson = call.Get(_recipe) == "lesson13";
        if (isLesson)
            RefuseForLesson(call);
        var start = _look.StartFile(call);
        using var keep = _keep.Read(call, _output, write);
        var output = keep.Claim();
        using var encoder = _network.Load(call, settings.Apply(), call.Get(_recipe) == "lesson13");
        LookOptions.Check(options, encoder);
        FileInfo[] files = [call.Get(_content), .. call.Get(_styles), .. start is null ? [] : (FileInfo[])[start]];
        using var pictures = _pictures.Read(call, files);
        stop.ThrowIfCancellationRequested();
        using var result = isLesson
            ? LessonJob.Stylize(call, encoder, pictures, settings.Seed, stop)
            : Run(call, encoder, options, pictures, start is not null, keep, stop);
        var code = StylizationReport.Finish(call, result, output, write, new(encoder.Name, call.Get(_recipe)), stop);
        if (code == ExitCode.Done)
            keep.Done();
        else
            keep.SayHowToGoOn();
        return Task.FromResult(code);
    }

    private void RefuseForLesson(Invocation call)
    {
        if (_look.Options.Concat(_keep.Options).FirstOrDefault(call.IsGiven) is { } option)
            throw new UsageException($"The recipe lesson13 has constants of its own: leave out {option.Name}, or use the recipe default.");
        if (call.Get(_styles).Length > 1)
            throw new UsageException("The recipe lesson13 takes one painting: name one, or use the recipe default.");
    }

    private static StylizationResult Run(
        Invocation call, FeatureEncoder encoder, StylizationOptions options, Pictures pictures, bool hasStart, CheckpointKeeping keep, CancellationToken stop)
    {
        using var bar = call.Progress("evaluations");
        var callbacks = keep.Callbacks with { Progress = new StylizationProgressBar(call, bar) };
        var styles = pictures.Skip(1).SkipLast(hasStart ? 1 : 0);
        return new Stylizer(encoder, options).Run(pictures[0], [.. styles], callbacks, hasStart ? pictures[^1] : null, keep.Resume, stop);
    }
}
