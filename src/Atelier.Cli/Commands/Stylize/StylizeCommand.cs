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
    private readonly RequestOptions _request;
    private readonly KeepOptions _keep = new();
    private readonly PictureOptions _pictures = new();
    private readonly ComputeOptions _compute = new(hasSeed: false);

    /// <param name="streams">Where to write.</param>
    /// <param name="schema">What can be chosen; the usual where null.</param>
    public StylizeCommand(Streams streams, StylizationSchema? schema = null)
        : base(streams, "stylize", "Paint a photograph in the style of one or more paintings.",
            "atelier stylize photo.jpg painting.jpg -o out.png",
            "atelier stylize photo.jpg monet.jpg seurat.jpg -o out.png --network vgg19.pth --blend 2 1 --size 800 --style-weight 80")
    {
        _request = new(RequestKind.Stylize, schema ?? StylizationSchema.Default);
        Add(_content);
        Add(_styles);
        Add(_output);
        Add(_request);
        Add(_keep);
        Add(_pictures);
        Add(_compute);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var write = _pictures.Write(call);
        ImageFile.EnsureWritable(_output.Path(call), write);
        var request = _request.Read(call);
        Check(call, request);
        var start = _request.StartFile(call);
        using var keep = _keep.Read(call, _output, write);
        var output = keep.Claim();
        var device = (_compute.Read(call) with { Seed = request.Seed }).Apply();
        using var encoder = Invocation.Build(() => NetworkCatalog.LoadEncoder(request.Network, request.EncoderOptions(device)));
        using var stylizer = Invocation.Build(() => new Stylizer(encoder, request));
        FileInfo[] files = [call.Get(_content), .. call.Get(_styles), .. start is null ? [] : (FileInfo[])[start]];
        using var pictures = _pictures.Read(call, files);
        stop.ThrowIfCancellationRequested();
        using var result = Run(call, stylizer, pictures, start is not null, keep, stop);
        var code = StylizationReport.Finish(call, result, output, write, new(encoder.Name, request.Recipe), stop);
        if (code == ExitCode.Done)
            keep.Done();
        else
            keep.SayHowToContinue();
        return Task.FromResult(code);
    }

    private void Check(Invocation call, StylizationRequest request)
    {
        var paintings = call.Get(_styles).Length;
        if (request.Blend is { } blend && blend.Count != paintings)
            throw new UsageException($"--blend takes one number for each painting: {blend.Count} for {paintings} given.");
        if (request.Recipe is Recipe.Lesson13 && paintings > 1)
            throw new UsageException("The recipe lesson13 takes one painting: name one, or use the recipe default.");
    }

    private static StylizationResult Run(
        Invocation call, Stylizer stylizer, Pictures pictures, bool hasStart, CheckpointKeeping keep, CancellationToken stop)
    {
        using var bar = call.Progress("evaluations");
        var callbacks = keep.Callbacks with { Progress = new StylizationProgressBar(call, bar) };
        var styles = pictures.Skip(1).SkipLast(hasStart ? 1 : 0);
        return stylizer.Run(pictures[0], [.. styles], callbacks, hasStart ? pictures[^1] : null, keep.Resume, stop);
    }
}
