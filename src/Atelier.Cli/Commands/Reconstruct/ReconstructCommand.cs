using System.CommandLine;
using Atelier.Imaging;
using Atelier.Models;
using Atelier.Stylization;
using TorchSharp;

namespace Atelier.Cli;

/// <summary><c>atelier reconstruct content|style IMAGE -o OUT</c>: what a network's layers keep of a picture, as one picture.</summary>
internal sealed class ReconstructCommand : AtelierCommand
{
    private readonly Argument<string> _what = new("what") { Description = "content: what the picture shows; style: its texture." };
    private readonly Argument<FileInfo> _image = new("image") { Description = "The picture." };
    private readonly OutputOptions _output = new("The picture to write: the original, then a panel for each layer; - for standard output.") { TakesStandardOutput = true };
    private readonly Option<string[]> _layers = new("--layers", "--layer")
    {
        Description = "One panel for each, as relu3_2; style also takes the ends of the blocks before it [default: the ends of the two deepest blocks].",
        HelpName = "layers",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly RequestOptions _request;
    private readonly PictureOptions _pictures = new();
    private readonly ComputeOptions _compute = new(hasSeed: false);

    /// <param name="streams">Where to write.</param>
    /// <param name="schema">What can be chosen; the usual where null.</param>
    public ReconstructCommand(Streams streams, StylizationSchema? schema = null)
        : base(streams, "reconstruct", "Show what a network's layers keep of a picture: content or style alone, from noise.",
            "atelier reconstruct content photo.jpg --layers relu4_3 relu5_1 -o layers.png --network vgg16_bn",
            "atelier reconstruct style painting.jpg --layers relu1_2 relu2_2 relu3_4 -o texture.png --network vgg19")
    {
        _request = new(RequestKind.Reconstruct, schema ?? StylizationSchema.Default, "aspect", "layer");
        _what.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: not ("content" or "style") and var word }])
                result.AddError($"reconstruct takes content or style, not '{word}'.");
        });
        Add(_what);
        Add(_image);
        Add(_output);
        Add(_layers);
        Add(_request);
        Add(_pictures);
        Add(_compute);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        PictureOutput.Ensure(_output.Path(call), _pictures.Write(call), _pictures.Format(call));
        var output = new PictureOutput(_output.Claim(call), _pictures.Write(call), _pictures.Format(call), _output.IsForced(call));
        var request = _request.Read(call) with { Aspect = call.Get(_what) == "style" ? Aspect.Style : Aspect.Content };
        var device = (_compute.Read(call) with { Seed = request.Seed }).Apply();
        using var encoder = Invocation.Build(() => NetworkCatalog.LoadEncoder(request.Network, request.EncoderOptions(device)));
        var layers = Layers(call, request, encoder);
        using var pictures = _pictures.Read(call, [call.Get(_image)]);
        var results = new List<StylizationResult>();
        try
        {
            foreach (var layer in layers.TakeWhile(_ => !stop.IsCancellationRequested))
                results.Add(Reconstruct(call, encoder, request with { Layer = layer }, pictures[0], stop));
            return Task.FromResult(Finish(call, output, new(encoder.Name, request.Recipe), layers, pictures[0], results, stop));
        }
        finally
        {
            results.ForEach(result => result.Dispose());
        }
    }

    private static int Finish(
        Invocation call, PictureOutput output, StylizationReport.Origin origin, List<string> layers, torch.Tensor original, List<StylizationResult> results, CancellationToken stop)
    {
        var panels = results.Where(result => result.History.Count > 0).ToList();
        if (panels.Count == 0)
            stop.ThrowIfCancellationRequested();
        var isWhole = panels.Count == layers.Count && panels.TrueForAll(panel => panel.End is not DescentEnd.Stopped);
        using var sheet = Scaling.SideBySide([original, .. panels.Select(panel => panel.Image)], (int)panels[0].Image.shape[2]);
        var place = output.Write(call, sheet);
        var reports = layers.Zip(panels, (layer, panel) =>
            new { Layer = layer, Evaluations = panel.History.Count, Loss = panel.Losses.Total, Seconds = Math.Round(panel.Elapsed.TotalSeconds, 3), panel.End });
        output.Tell(
            call,
            new
            {
                Output = place,
                Width = sheet.shape[3],
                Height = sheet.shape[2],
                origin.Network,
                origin.Recipe,
                Layers = reports,
                PeakMemory = StylizationReport.PeakMemory(),
            },
            $"the original, then {string.Join(", ", layers.Take(panels.Count))}{(isWhole ? "" : "; stopped early")}.", place);
        return output.Code(place, !isWhole);
    }

    private List<string> Layers(Invocation call, StylizationRequest request, FeatureEncoder encoder)
    {
        var ends = encoder.BlockEnds;
        // The lesson's style is that of all block ends at once.
        if (request is { Recipe: Recipe.Lesson13, Aspect: Aspect.Style })
        {
            return call.IsGiven(_layers)
                ? throw new UsageException("The recipe lesson13 takes the style of all blocks at once: leave out --layers, or use the recipe default.")
                : [ends[^1]];
        }
        if (call.Get(_layers) is not { Length: > 0 } layers)
            return [.. ends.TakeLast(2)];
        var given = layers.SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        if (given.Count == 0)
            throw new UsageException($"--layers names no layer: give one or more, such as {ends[^1]}.");
        return Invocation.Build(() => given.ConvertAll(encoder.Resolve));
    }

    private static StylizationResult Reconstruct(
        Invocation call, FeatureEncoder encoder, StylizationRequest request, torch.Tensor image, CancellationToken stop)
    {
        using var bar = call.Progress($"evaluations of {request.Layer}");
        var callbacks = new StylizationCallbacks { Progress = new StylizationProgressBar(call, bar) };
        return new Stylizer(encoder, request).Run(image, [], callbacks, stop: stop);
    }
}
