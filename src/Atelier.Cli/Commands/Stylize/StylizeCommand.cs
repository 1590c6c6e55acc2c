using System.CommandLine;
using Atelier.Core;
using Atelier.Imaging;
using Atelier.Models;
using Atelier.Stylization;
using TorchSharp;

namespace Atelier.Cli;

/// <summary><c>atelier stylize CONTENT STYLE [STYLE...] -o OUT</c>: the main job.</summary>
internal sealed class StylizeCommand : AtelierCommand
{
    private readonly Argument<FileInfo> _content = new("content") { Description = "The photograph." };
    private readonly Argument<FileInfo[]> _styles = new("style") { Description = "One or more paintings; none with --style.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<FileInfo?> _style = new("--style") { Description = "A style that atelier learn has written: its paintings, painted at once.", HelpName = "file" };
    private readonly OutputOptions _output =
        new("The picture to write: .png, .jpg, .webp, .tif, .avif, .gif or .bmp; - for standard output.", isRequired: false) { TakesStandardOutput = true };
    private readonly Option<FileInfo?> _like = new("--like") { Description = "A picture that atelier has painted: its settings, but for those that are given here.", HelpName = "file" };
    private readonly RequestOptions _request;
    private readonly MaskOptions _masks = new();
    private readonly KeepOptions _keep = new();
    private readonly PictureOptions _pictures = new() { IsOfAPhoto = true };
    private readonly MemoryOptions _memory = new();
    private readonly ComputeOptions _compute = new(hasSeed: false);

    /// <param name="streams">Where to write.</param>
    /// <param name="schema">What can be chosen; the usual where null.</param>
    public StylizeCommand(Streams streams, StylizationSchema? schema = null)
        : base(streams, "stylize", "Paint a photograph in the style of one or more paintings.",
            "atelier stylize photo.jpg painting.jpg -o out.png",
            "atelier stylize photo.jpg --style monet.style -o out.png",
            "atelier stylize other.jpg painting.jpg -o other.png --like out.png",
            "atelier stylize photo.jpg monet.jpg seurat.jpg -o out.png --network vgg19.pth --blend 2 1 --size 800 --style-weight 80")
    {
        _request = new(RequestKind.Stylize, schema ?? StylizationSchema.Default);
        Add(_content);
        Add(_styles);
        Add(_style);
        Add(_like);
        Add(_output);
        Add(_request);
        Add(_masks);
        Add(_keep);
        Add(_pictures);
        Add(_memory);
        Add(_compute);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var request = _request.Read(call, call.Get(_style) is null ? null : Recipe.Instant, Like(call));
        Check(call, request);
        return Task.FromResult(_memory.IsPlanOnly(call) ? Plan(call, request) : Paint(call, request, stop));
    }

    private IReadOnlyDictionary<string, System.Text.Json.JsonElement>? Like(Invocation call)
    {
        if (call.Get(_like) is not { } picture)
            return null;
        if (_request.HasPreset(call))
            throw new UsageException("--like brings its own settings: leave out --preset.");
        return PictureSettings.Read(picture.ToString(), _pictures.HowToRead(call));
    }

    private int Plan(Invocation call, StylizationRequest request)
    {
        using var work = Begin(call, request);
        return MemoryOptions.Finish(call, work.Stylizer.Plan(work.Photo, work.Paintings, work.Start));
    }

    private int Paint(Invocation call, StylizationRequest request, CancellationToken stop)
    {
        if (_output.Path(call) is not { } path)
            throw new UsageException("Option '--output' is required.");
        var write = _pictures.Write(call, call.Get(_content).ToString()) with { Texts = PictureSettings.Texts(request) };
        PictureOutput.Ensure(path, write, _pictures.Format(call));
        NameInputs(call, request);
        using var keep = _keep.Read(call, request.Plan().Sum(size => size.Evaluations), _output, write);
        var output = keep.Claim();
        var replace = _output.IsForced(call) || keep.Resume is not null;
        using var work = Begin(call, request);
        RefuseIfDiskIsFull(output, request, work.Photo, write);
        stop.ThrowIfCancellationRequested();
        var (width, height) = request.ResultSize((int)work.Photo.shape[3], (int)work.Photo.shape[2]);
        keep.Begin(work.Photo, width, height);
        StylizationPlan? plan = null;
        using var result = Run(call, work, keep, found => plan = found, stop);
        var code = StylizationReport.Finish(call, result, new(output, write, _pictures.Format(call), replace), new(work.Encoder.Name, request.Recipe, plan?.PeakMemory), stop);
        keep.End(result.Image);
        if (code == ExitCode.Done)
            keep.Done();
        else
            keep.SayHowToContinue();
        return code;
    }

    // Those that are texts on the command line.
    private void NameInputs(Invocation call, StylizationRequest request)
    {
        if (File.Exists(request.Network))
            call.Roles.Read("--network", request.Network);
        if (_request.StartFile(call) is { } start)
            call.Roles.Read("--start", start.FullName);
    }

    private static void RefuseIfDiskIsFull(string output, StylizationRequest request, torch.Tensor photo, ImageWriteOptions write)
    {
        var (width, height) = request.ResultSize((int)photo.shape[3], (int)photo.shape[2]);
        if (output != InputFiles.Standard && WritableFolder.TooLittleSpace(output, ImageFile.MostBytes(output, width, height, write)) is { } problem)
            throw new InputException($"{output}: {problem}");
    }

    private Work Begin(Invocation call, StylizationRequest request)
    {
        var start = _request.StartFile(call);
        var compute = _compute.Read(call) with { Seed = request.Seed };
        if (request.Recipe is Recipe.Instant)
        {
            _compute.SayWithoutGpu(call);
            compute = compute with { Device = "cpu" };
        }
        var device = compute.Apply();
        var regions = _masks.Read(call, call.Get(_styles).Length, request.Size);
        var encoder = Invocation.Build(() => NetworkCatalog.LoadEncoder(request.Network, request.EncoderOptions(device)));
        try
        {
            var stylizer = Invocation.Build(() => new Stylizer(encoder, request) { MaxMemory = _memory.Most(call), Style = call.Get(_style)?.FullName, Regions = regions });
            FileInfo[] files = [call.Get(_content), .. call.Get(_styles), .. start is null ? [] : (FileInfo[])[start]];
            return new(encoder, stylizer, _pictures.Read(call, files, firstAsBytes: request.Recipe is Recipe.Instant && _pictures.Bits(call) == 8), start is not null);
        }
        catch
        {
            encoder.Dispose();
            throw;
        }
    }

    private void Check(Invocation call, StylizationRequest request)
    {
        var paintings = call.Get(_styles).Length;
        if (paintings == 0 && call.Get(_style) is null)
            throw new UsageException("No painting is given: name at least one, or a style that was learned, with --style.");
        if (paintings > 0 && call.Get(_style) is not null)
            throw new UsageException("A style has its paintings: leave out the others, or --style.");
        if (paintings > 0 && request.Blend is { } blend && blend.Count != paintings)
            throw new UsageException($"--blend takes one number for each painting: {blend.Count} for {paintings} given.");
        if (request.Recipe is Recipe.Lesson13 && paintings > 1)
            throw new UsageException("The recipe lesson13 takes one painting: name one, or use the recipe default.");
        if (request.Recipe is Recipe.Instant && _keep.IsGiven(call) is { } option)
            throw new UsageException($"The recipe instant is done at once: leave out {option}, or use the recipe default.");
    }

    private static StylizationResult Run(Invocation call, Work work, CheckpointKeeping keep, Action<StylizationPlan> planned, CancellationToken stop)
    {
        using var bar = call.Progress(work.Stylizer.Request.Recipe is Recipe.Instant ? "tiles" : "evaluations");
        var callbacks = keep.Callbacks with
        {
            Progress = new StylizationProgressBar(call, bar),
            Planned = plan =>
            {
                planned(plan);
                if (!plan.IsUnlimited)
                    call.Say(plan.Sentence);
                // The first evaluation of a large picture may take long.
                bar.Report(new(0, plan.Levels.Sum(level => level.Evaluations)) { Stage = $"{plan.Levels[0].Width}x{plan.Levels[0].Height}", Part = 0 });
            },
        };
        return work.Stylizer.Run(work.Photo, work.Paintings, callbacks, work.Start, keep.Resume, stop);
    }

    private sealed record Work(FeatureEncoder Encoder, Stylizer Stylizer, Pictures Pictures, bool HasStart) : IDisposable
    {
        public torch.Tensor Photo => Pictures[0];

        public IReadOnlyList<torch.Tensor> Paintings => [.. Pictures.Skip(1).SkipLast(HasStart ? 1 : 0)];

        public torch.Tensor? Start => HasStart ? Pictures[^1] : null;

        public void Dispose()
        {
            Pictures.Dispose();
            Stylizer.Dispose();
            Encoder.Dispose();
        }
    }
}
