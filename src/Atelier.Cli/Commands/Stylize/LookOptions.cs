using System.CommandLine;
using Atelier.Cli.Terminal;
using Atelier.Models.Encoders;
using Atelier.Stylization;
using Atelier.Stylization.Optimization;

namespace Atelier.Cli.Commands.Stylize;

/// <summary>What the result shall look like, and how it is sought.</summary>
internal sealed class LookOptions : OptionGroup
{
    private static readonly StylizationOptions s_defaults = new();

    private readonly Option<int> _size = Terminal.Options.Number("--size", "Longer side of the result in pixels.", s_defaults.Size, least: 16, most: 1 << 15);
    private readonly Option<int> _steps = Terminal.Options.Number("--steps", "Evaluations of the network.", s_defaults.Steps, least: 1);
    private readonly Option<double> _content = Terminal.Options.Number("--content-weight", "How much the photo counts.", s_defaults.ContentWeight, least: 0);
    private readonly Option<double> _style = Terminal.Options.Number("--style-weight", "How much the painting counts.", s_defaults.StyleWeight, least: 0);
    private readonly Option<double> _variation = Terminal.Options.Number("--tv-weight", "How much smoothness counts.", s_defaults.TotalVariationWeight, least: 0);

    private readonly Option<string[]> _contentLayers = Layers("--content-layers", "Layers for the photo, as relu3_2 or relu3_2:WEIGHT [default: by the recipe].");
    private readonly Option<string[]> _styleLayers = Layers("--style-layers", "Layers for the painting, likewise.");

    private readonly Option<double[]> _blend = new("--blend")
    {
        Description = "How much each painting counts, one number each [default: all the same].",
        HelpName = "numbers",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<double> _scale = Terminal.Options.Number("--style-scale", "Size of the strokes.", s_defaults.StyleScale, least: 0.1, most: 10);
    private readonly Option<string> _init = new("--init")
    {
        Description = "First image: content, noise, or a picture's file.",
        HelpName = "content|noise|file",
        DefaultValueFactory = _ => "content",
    };

    private readonly Option<string> _optimizer = Terminal.Options.Choice("--optimizer", "How the image is moved.", "lbfgs", "lbfgs", "adam");
    private readonly Option<double?> _rate = Terminal.Options.OptionalNumber<double>("--learning-rate", "Step length [default: 1 for lbfgs, 0.02 for adam].", least: double.Epsilon);
    private readonly Option<string> _search = Terminal.Options.Choice("--line-search", "Of lbfgs; strong-wolfe never lets the loss rise.", "none", "none", "strong-wolfe");
    private readonly Option<int> _history = Terminal.Options.Number("--history", "Steps that lbfgs remembers.", s_defaults.HistorySize, least: 1);
    private readonly Option<int> _levels = Terminal.Options.Number("--levels", "Sizes of the pyramid, each twice the one before.", s_defaults.Levels, least: 1, most: 8);

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options =>
    [
        _size, _steps, _content, _style, _variation, _contentLayers, _styleLayers, _blend, _scale, _init, _optimizer, _rate, _search, _history, _levels,
    ];

    /// <summary>The file that <c>--init</c> names, if it names one.</summary>
    public FileInfo? StartFile(Invocation call) => call.Get(_init) switch
    {
        "content" or "noise" => null,
        var path when File.Exists(path) => new FileInfo(path),
        var path => throw new InputException($"{path}: no such file; --init takes content, noise or a picture's file."),
    };

    /// <summary>The options' values.</summary>
    public StylizationOptions Read(Invocation call, long seed) => Invocation.Build(() => new StylizationOptions
    {
        Size = call.Get(_size),
        Steps = call.Get(_steps),
        ContentWeight = call.Get(_content),
        StyleWeight = call.Get(_style),
        TotalVariationWeight = call.Get(_variation),
        ContentLayers = Parse(call, _contentLayers),
        StyleLayers = Parse(call, _styleLayers),
        BlendWeights = call.IsGiven(_blend) ? call.Get(_blend) : null,
        StyleScale = call.Get(_scale),
        Start = call.Get(_init) switch { "content" => StartImage.Content, "noise" => StartImage.Noise, _ => StartImage.Image },
        Optimizer = call.Get(_optimizer) == "adam" ? OptimizerKind.Adam : OptimizerKind.LBfgs,
        LearningRate = call.Get(_rate),
        LineSearch = call.Get(_search) == "none" ? LineSearch.None : LineSearch.StrongWolfe,
        HistorySize = call.Get(_history),
        Levels = call.Get(_levels),
        Seed = seed,
    });

    /// <summary>Refuses layers that the network lacks, before any work.</summary>
    public static void Check(StylizationOptions options, FeatureEncoder encoder) => Invocation.Build(() =>
        (options.ContentLayers ?? []).Concat(options.StyleLayers ?? []).Select(layer => encoder.Resolve(layer.Layer)).ToArray());

    private static Option<string[]> Layers(string name, string description) =>
        new(name) { Description = description, HelpName = "layers", AllowMultipleArgumentsPerToken = true };

    private static LayerWeight[]? Parse(Invocation call, Option<string[]> option) => call.IsGiven(option)
        ? [.. call.Get(option).SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(text => Parse(text, option.Name))]
        : null;

    private static LayerWeight Parse(string text, string option) => text.Split(':') switch
    {
        [var layer] => new(layer),
        [var layer, var weight] when double.TryParse(weight, out var number) && double.IsFinite(number) && number >= 0 => new(layer, number),
        _ => throw new UsageException($"{option} takes layers as relu3_2 or relu3_2:WEIGHT, not '{text}'."),
    };
}
