using System.CommandLine;
using System.Globalization;
using Atelier.Models;
using Atelier.Stylization;

namespace Atelier.Cli;

/// <summary>What the result shall look like, and how it is sought.</summary>
internal sealed class LookOptions : OptionGroup
{
    private static readonly StylizationOptions Defaults = new();

    private readonly Option<int> _size = NewOption.Number("--size", "Longer side of the result in pixels; the photo's proportions stay.", Defaults.Size, least: 16, most: 1 << 15);
    private readonly Option<int> _steps = NewOption.Number("--steps", "Evaluations of the network, over all sizes; more is slower and finer.", Defaults.Steps, least: 1);
    private readonly Option<double> _content = NewOption.Number("--content-weight", "How much the photo counts.", Defaults.ContentWeight, least: 0);
    private readonly Option<double> _style = NewOption.Number("--style-weight", "How much the painting counts.", Defaults.StyleWeight, least: 0);
    private readonly Option<double> _variation = NewOption.Number("--tv-weight", "How much smoothness counts (total variation).", Defaults.TotalVariationWeight, least: 0);

    private readonly Option<string[]> _contentLayers = Layers("--content-layers", "Layers for the photo, as relu3_2 or relu3_2:WEIGHT [default: relu3_2].");
    private readonly Option<string[]> _styleLayers = Layers("--style-layers", "Layers for the painting, likewise [default: relu1_1 relu2_1 relu3_1 and the third block's last].");

    private readonly Option<string[]> _blend = new("--blend")
    {
        Description = "How much each painting counts: one number each, in their order [default: all the same].",
        HelpName = "numbers",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<double> _scale = NewOption.Number("--style-scale", "Size of the painting's strokes in the result: 2 is twice as large, 0.5 half.", Defaults.StyleScale, least: 0.1, most: 10);
    private readonly Option<string> _colors = NewOption.Choice("--colors", "Whose colors the result has; photo: only light and dark are painted.", "painting", "painting", "photo");
    private readonly Option<string> _init = new("--init")
    {
        Description = "First image: content, noise, or a picture's file.",
        HelpName = "content|noise|file",
        DefaultValueFactory = _ => "content",
    };

    private readonly Option<string> _optimizer = NewOption.Choice("--optimizer", "How the image is moved.", "lbfgs", "lbfgs", "adam");
    private readonly Option<double?> _rate = NewOption.OptionalNumber<double>("--learning-rate", "Step length [default: 1 for lbfgs, 0.02 for adam].", least: 1e-6);
    private readonly Option<string> _search = NewOption.Choice("--line-search", "For lbfgs; strong-wolfe is steadier and slower.", "none", "none", "strong-wolfe");
    private readonly Option<int> _history = NewOption.Number("--history", "Steps that lbfgs remembers; each takes memory.", Defaults.HistorySize, least: 1);
    private readonly Option<int> _levels = NewOption.Number("--levels", "Sizes to paint at, each twice the one before; 1 paints at --size only.", Defaults.Levels, least: 1, most: 8);

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options =>
    [
        _size, _steps, _content, _style, _variation, _contentLayers, _styleLayers, _blend, _scale, _colors, _init, _optimizer, _rate, _search, _history, _levels,
    ];

    /// <summary>The file that <c>--init</c> names, if it names one.</summary>
    public FileInfo? StartFile(Invocation call) => call.Get(_init) switch
    {
        "content" or "noise" => null,
        var path when File.Exists(path) => new FileInfo(path),
        var path => throw new InputException($"{path}: no such file; --init takes content, noise or a picture's file."),
    };

    /// <summary>The options' values.</summary>
    public StylizationOptions Read(Invocation call, int paintings, long seed) => Invocation.Build(() => new StylizationOptions
    {
        Size = call.Get(_size),
        Steps = call.Get(_steps),
        ContentWeight = call.Get(_content),
        StyleWeight = call.Get(_style),
        TotalVariationWeight = call.Get(_variation),
        ContentLayers = Parse(call, _contentLayers),
        StyleLayers = Parse(call, _styleLayers),
        BlendWeights = Blend(call, paintings),
        StyleScale = call.Get(_scale),
        Colors = call.Get(_colors) == "photo" ? ColorSource.Photo : ColorSource.Painting,
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

    private double[]? Blend(Invocation call, int paintings)
    {
        if (!call.IsGiven(_blend))
            return null;
        double[] weights =
        [
            .. call.Get(_blend).SelectMany(text => text.Split(',')).Select(text => TryWeight(text, out var weight)
                ? weight
                : throw new UsageException($"--blend takes numbers of at least 0, not '{text}'.")),
        ];
        if (weights.Length != paintings)
            throw new UsageException($"--blend takes one number for each painting: {weights.Length} for {paintings} given.");
        return weights.Sum() > 0 ? weights : throw new UsageException("--blend takes at least one number above 0.");
    }

    private static bool TryWeight(string text, out double weight) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out weight) && double.IsFinite(weight) && weight >= 0;

    private static Option<string[]> Layers(string name, string description) =>
        new(name) { Description = description, HelpName = "layers", AllowMultipleArgumentsPerToken = true };

    private static LayerWeight[]? Parse(Invocation call, Option<string[]> option) => call.IsGiven(option)
        ? [.. call.Get(option).SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(text => Parse(text, option.Name))]
        : null;

    private static LayerWeight Parse(string text, string option) => text.Split(':') switch
    {
        [var layer] => new(layer),
        [var layer, var weight] when TryWeight(weight, out var number) => new(layer, number),
        _ => throw new UsageException($"{option} takes layers as relu3_2 or relu3_2:WEIGHT, not '{text}'."),
    };
}
