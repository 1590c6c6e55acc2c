using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Core;
using Atelier.Kernels;
using Atelier.Models;
using static Atelier.Stylization.SettingKind;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>Everything that one can choose about a picture: the command line fills it in, jobs store it as JSON, and the studio's page edits it.</summary>
/// <remarks>
/// The attributes are the only place for names, ranges and help texts, the initializers the only place for defaults;
/// <see cref="StylizationSchema"/> is made from both, and checks. Losses are relative, mse / mean(target^2), averaged over the
/// layers, so that weights mean the same for each network, picture and size. Where null is a value, it leaves the choice to the recipe.
/// </remarks>
public sealed record StylizationRequest
{
    /// <summary>What to make.</summary>
    public RequestKind Kind { get; init; } = RequestKind.Stylize;

    /// <summary>How the picture is made.</summary>
    [Setting(Choice, "Recipe", "How the picture is made.", IsAdvanced = true, IsForLesson = true, IsForInstant = true)]
    public Recipe Recipe { get; init; } = Recipe.Default;

    /// <summary>How far the painting prevails over the photo: a factor of <see cref="StyleWeight"/>; from 0 to 1 for <see cref="Recipe.Instant"/>, the photo and the painting's full strength.</summary>
    [Setting(Number, "Strength", "How far the painting prevails over the photo; up to 1 for the recipe instant.", Only = "stylize", Least = 0, Most = 100, IsForInstant = true)]
    public double Strength { get; init; } = 1;

    /// <summary>How much of the photo's fine lines stays: the weight of an earlier content layer, relu2_2, where the network has it.</summary>
    [Setting(Number, "Detail", "How much of the photo's fine lines stays.", Only = "stylize", Least = 0, Most = 1)]
    public double Detail { get; init; }

    /// <summary>Longer side of the result.</summary>
    [Setting(WholeNumber, "Size", "Longer side of the result in pixels; the proportions stay.", Unit = "pixels", Least = 16, Most = 1 << 15, ForReconstruction = 288, IsForInstant = true)]
    public int Size { get; init; } = 512;

    /// <summary>Evaluations of loss and gradient, over all sizes of the pyramid.</summary>
    [Setting(WholeNumber, "Evaluations", "How often the network looks at the picture, over all sizes; more is slower and finer.",
        Unit = "evaluations", Least = 1, Most = 1_000_000, ForReconstruction = 300, IsAdvanced = true)]
    public int Evaluations { get; init; } = 150;

    /// <summary>Whose colors the result has.</summary>
    [Setting(Choice, "Colors", "Whose colors the result has.", Only = "stylize", IsForInstant = true)]
    public ColorSource Colors { get; init; } = ColorSource.Painting;

    /// <summary>Size of the painting, and so of its strokes, relative to the result.</summary>
    [Setting(Number, "Strokes", "Size of the painting's strokes in the result: 2 is twice as large, 0.5 half.", Only = "stylize", Least = 0.1, Most = 10, IsAdvanced = true, IsForInstant = true)]
    public double StyleScale { get; init; } = 1;

    /// <summary>What the first image is.</summary>
    [Setting(Choice, "Start", "What the picture starts from.", Only = "stylize")]
    public StartImage Start { get; init; } = StartImage.Content;

    /// <summary>Seed of the noise.</summary>
    [Setting(WholeNumber, "Seed", "Start of the random numbers; the same seed makes the same picture.", Least = 0, IsForLesson = true, IsForInstant = true)]
    public long Seed { get; init; }

    /// <summary>How much the photo counts.</summary>
    [Setting(Number, "Content weight", "How much the photo counts.", Only = "stylize", Least = 0, IsAdvanced = true)]
    public double ContentWeight { get; init; } = 1;

    /// <summary>How much the painting counts.</summary>
    [Setting(Number, "Style weight", "How much the painting counts at a strength of 1.", Only = "stylize", Least = 0, IsAdvanced = true)]
    public double StyleWeight { get; init; } = 100;

    /// <summary>How the distance from the painting is measured.</summary>
    [Setting(Choice, "Style loss", "How the distance from the painting is measured.", Only = "stylize", IsAdvanced = true)]
    public StyleLoss StyleLoss { get; init; } = StyleLoss.Wasserstein;

    /// <summary>How much it counts, beside the style loss, that each feature is spread as in the painting: a histogram term.</summary>
    [Setting(Number, "Histogram weight", "How much it counts that each feature is as often strong and weak as in the painting: fuller tones, in more time.", Only = "stylize", Least = 0, IsAdvanced = true)]
    public double HistogramWeight { get; init; }

    /// <summary>How much smoothness counts.</summary>
    [Setting(Number, "Smoothing", "How much smoothness counts (total variation).", Flag = "--tv-weight", Only = "stylize", Least = 0, IsAdvanced = true)]
    public double TotalVariationWeight { get; init; } = 0.5;

    /// <summary>Layers whose features should match the photo's; null: the third block's second.</summary>
    [Setting(Layers, "Content layers", "Layers for the photo, as relu3_2 or relu3_2:WEIGHT.", Only = "stylize", Otherwise = "relu3_2", IsAdvanced = true)]
    public IReadOnlyList<LayerWeight>? ContentLayers { get; init; }

    /// <summary>Layers whose Gram matrices should match the painting's; null: the first of each of three blocks, and the third's last.</summary>
    [Setting(Layers, "Style layers", "Layers for the painting, as relu1_1 or relu1_1:WEIGHT.", Only = "stylize",
        Otherwise = "relu1_1 relu2_1 relu3_1 and the third block's last", IsAdvanced = true)]
    public IReadOnlyList<LayerWeight>? StyleLayers { get; init; }

    /// <summary>How much each painting counts, one number for each; null: all the same.</summary>
    [Setting(SettingKind.Numbers, "Blend", "How much each painting counts: one number for each, in their order.", Only = "stylize", Least = 0, Otherwise = "all the same", IsAdvanced = true, IsForInstant = true)]
    public IReadOnlyList<double>? Blend { get; init; }

    /// <summary>Sizes of the pyramid at most, each twice the one before; none is smaller than 64 pixels, so that a large picture has the composition of a small one.</summary>
    [Setting(WholeNumber, "Levels", "Sizes to paint at, each twice the one before and none below 64 pixels, at most; 1 paints at the result's size only.", Only = "stylize", Unit = "sizes", Least = 1, Most = 10, IsAdvanced = true)]
    public int Levels { get; init; } = 10;

    /// <summary>How the image is optimized.</summary>
    [Setting(Choice, "Optimizer", "How the picture is optimized.", Only = "stylize", IsAdvanced = true)]
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.LBfgs;

    /// <summary>Step length; null: 1 for L-BFGS, 0.02 for Adam.</summary>
    [Setting(Number, "Learning rate", "Step length.", Only = "stylize", Least = 1e-6, Otherwise = "1 for lbfgs, 0.02 for adam", IsAdvanced = true)]
    public double? LearningRate { get; init; }

    /// <summary>How far L-BFGS goes along a direction.</summary>
    [Setting(Choice, "Line search", "How far lbfgs goes along a direction.", Only = "stylize", IsAdvanced = true)]
    public LineSearch LineSearch { get; init; } = LineSearch.None;

    /// <summary>Steps that L-BFGS remembers; each takes 24 bytes a pixel.</summary>
    [Setting(WholeNumber, "History", "Steps that lbfgs remembers; each takes memory.", Flag = "--history", Only = "stylize", Unit = "steps", Least = 1, Most = 1000, IsAdvanced = true)]
    public int HistorySize { get; init; } = 20;

    /// <summary>Name of the network that looks at the picture.</summary>
    [Setting(Text, "Network", "The network that looks at the picture: atelier, which is built in, or one that was pulled (atelier weights list).", IsAdvanced = true, IsForLesson = true)]
    public string Network { get; init; } = EmbeddedNetwork.Name;

    /// <summary>How the network halves the image; networks of the VGG family can do either.</summary>
    [Setting(Choice, "Pooling", "How the network halves the picture.", IsAdvanced = true, IsForLesson = true)]
    public PoolingMode Pooling { get; init; } = PoolingMode.Max;

    /// <summary>What the network sees beyond the border; null: reflection, and zero for the recipe <c>lesson13</c> and networks outside the VGG family.</summary>
    [Setting(Choice, "Padding", "What the network sees beyond the border; reflection leaves no frame in the picture.",
        Otherwise = "reflection; zero for lesson13", IsAdvanced = true, IsForLesson = true)]
    public PaddingMode? Padding { get; init; }

    /// <summary>How the network's input was scaled in training.</summary>
    [Setting(Choice, "Normalization", "How the network's input was scaled in training.", IsAdvanced = true, IsForLesson = true)]
    public InputScaling Normalization { get; init; } = InputScaling.File;

    /// <summary>Of a reconstruction: what to show.</summary>
    [Setting(Choice, "Aspect", "What of the picture to show.", Only = "reconstruct", IsForLesson = true)]
    public Aspect Aspect { get; init; } = Aspect.Content;

    /// <summary>Of a reconstruction: the layer to look through; null: the deepest.</summary>
    [Setting(Text, "Layer", "The layer to look through, as relu3_2.", Only = "reconstruct", Otherwise = "the deepest", IsForLesson = true)]
    public string? Layer { get; init; }

    /// <summary>The sizes that the picture is painted at, from small to large, with the evaluations at each: time is in proportion to evaluations times pixels.</summary>
    public IReadOnlyList<(int LongSide, int Evaluations)> Plan() => Recipe switch
    {
        Recipe.Lesson13 => [(LessonSide, LessonEvaluations)],
        Recipe.Instant => [(Size, 1)],
        _ => PyramidSizes.Plan(Size, Evaluations, LevelsToPaint),
    };

    /// <summary>Width and height of the result, in the proportions of a photo of that size.</summary>
    /// <exception cref="StylizationException">The photo is too narrow a strip for that size.</exception>
    public (int Width, int Height) ResultSize(int photoWidth, int photoHeight)
    {
        var factor = (double)Size / Math.Max(photoWidth, photoHeight);
        var (width, height) = ((int)Math.Round(photoWidth * factor), (int)Math.Round(photoHeight * factor));
        return Math.Min(width, height) >= ShortestSide
            ? (width, height)
            : throw new StylizationException(
                $"The result would be less than {ShortestSide} pixels high or wide: the photo has {photoWidth}x{photoHeight}; use a larger size, or crop it.");
    }

    /// <summary>How the network of this request serves as an encoder.</summary>
    /// <param name="device">What computes.</param>
    public EncoderOptions EncoderOptions(Device device)
    {
        var isLesson = Recipe is Recipe.Lesson13;
        return new()
        {
            Pooling = Pooling,
            Padding = Padding ?? (isLesson ? PaddingMode.Zero : PaddingMode.Reflection),
            // The lesson's numbers come from sums as they are defined.
            Convolution = isLesson ? ConvolutionMethod.Direct : ConvolutionMethod.Winograd,
            Normalization = Normalization switch
            {
                InputScaling.Torchvision => InputNormalization.ImageNet,
                InputScaling.Caffe => InputNormalization.Caffe,
                InputScaling.None => InputNormalization.None,
                _ => null,
            },
            Device = device,
        };
    }

    /// <summary>Side of the square that the lesson scales and crops its pictures to, in pixels.</summary>
    internal const int LessonSide = 288;

    /// <summary>Evaluations in each of the lesson's runs.</summary>
    internal const int LessonEvaluations = 1000;

    /// <summary>Pixels that the shorter side has at least: the fourth block of a VGG sees an eighth.</summary>
    internal const int ShortestSide = 8;

    internal int LevelsToPaint => (Kind, Aspect) switch
    {
        (RequestKind.Stylize, _) => Levels,
        (_, Aspect.Style) => 3,
        _ => 2,
    };
}

/// <summary>A layer and how much it counts beside the others; as text and in JSON <c>relu3_2</c> or <c>relu3_2:0.5</c>.</summary>
/// <param name="Layer">By name or child index.</param>
/// <param name="Weight">0 or more.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct LayerWeight(string Layer, double Weight = 1)
{
    /// <summary>More than any weight needs (the lesson's are 1e6 and 1e12), and little enough for float32 to hold its products.</summary>
    internal const double Largest = 1e15;

    /// <summary>The text, from which <see cref="TryParse"/> makes the same again.</summary>
    public override string ToString() => Weight == 1 ? Layer : string.Create(CultureInfo.InvariantCulture, $"{Layer}:{Weight:R}");

    internal static bool TryParse(string? text, out LayerWeight result)
    {
        result = default;
        var parts = text?.Split(':') ?? [];
        var weight = 1.0;
        if (parts is not ([{ Length: > 0 }] or [{ Length: > 0 }, _]))
            return false;
        if (parts is [_, var number] && !(PlainNumber.TryParse(number, out weight) && weight is >= 0 and <= Largest))
            return false;
        result = new(parts[0], weight);
        return true;
    }

    private sealed class Converter : JsonConverter<LayerWeight>
    {
        public override LayerWeight Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String && TryParse(reader.GetString(), out var layer)
                ? layer
                : throw new JsonException("A layer is written as relu3_2 or relu3_2:WEIGHT.");

        public override void Write(Utf8JsonWriter writer, LayerWeight value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}

/// <summary>The sizes at which the image is optimized.</summary>
internal static class PyramidSizes
{
    /// <summary>No size is smaller than this many pixels, unless the result is.</summary>
    public const int SmallestSide = 64;

    // Of the evaluations at the first size, those at a large one have at least: an eighth still makes strokes of its enlarged picture.
    private const double LeastShare = 0.125;

    /// <summary>Sizes that double, with half of the evaluations at each further one, so that small sizes, where large strokes are settled, cost next to nothing.</summary>
    public static IReadOnlyList<(int LongSide, int Evaluations)> Plan(int size, int evaluations, int levels)
    {
        var count = 1;
        while (count < levels && size >> count >= SmallestSide && evaluations >> count >= 1)
            count++;
        var shares = Enumerable.Range(0, count).Select(level => Math.Max(Math.Pow(0.5, level), LeastShare)).ToArray();
        var planned = shares.Select(share => (int)(evaluations * share / shares.Sum())).ToArray();
        planned[^1] += evaluations - planned.Sum();
        return [.. planned.Select((share, level) => (Math.Max(1, size >> (count - 1 - level)), Math.Max(1, share)))];
    }
}
