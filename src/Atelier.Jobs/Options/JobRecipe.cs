using Atelier.Models;
using Atelier.Stylization;

namespace Atelier.Jobs;

/// <summary>What a request means to the stylizer.</summary>
internal static class JobRecipe
{
    /// <summary>
    /// Changes whenever the same request would give another picture than before, so that results of the older program are not
    /// taken for this one's.
    /// </summary>
    public const int Version = 1;

    /// <summary>Pixels that the shorter side of a result has at least: the stylizer's own limit.</summary>
    public const int ShortestSide = 8;

    // Sees edges and small shapes that relu3_2 lets go.
    private const string DetailLayer = "relu2_2";

    /// <summary>The options for an encoder.</summary>
    /// <exception cref="ArgumentException">The encoder has no such layer.</exception>
    public static StylizationOptions ToOptions(JobRequest request, FeatureEncoder encoder)
    {
        var options = request.Options;
        var basis = new StylizationOptions { Size = options.Size, Steps = options.Steps, Seed = options.Seed };
        if (request.Kind is JobKind.Stylize)
            return Stylize(request, encoder, basis);
        var layer = encoder.Resolve(options.Layer ?? encoder.Layers[^1]);
        return options.Aspect is Aspect.Style ? Reconstruction.OfStyle(encoder, layer, basis) : Reconstruction.OfContent(layer, basis);
    }

    /// <summary>The sizes that a request is painted at.</summary>
    public static IReadOnlyList<PyramidLevel> Levels(JobRequest request)
    {
        var levels = (request.Kind, request.Options.Aspect) switch
        {
            (JobKind.Stylize, _) => new StylizationOptions().Levels,
            (_, Aspect.Style) => 3,
            _ => 2,
        };
        return Pyramid.Plan(request.Options.Size, request.Options.Steps, levels);
    }

    /// <summary>Pixels times evaluations, which the time is in proportion to.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="aspect">The photo's shorter side over its longer one.</param>
    public static double Cost(JobRequest request, double aspect) =>
        Levels(request).Sum(level => (double)level.Steps * level.LongSide * level.LongSide * aspect);

    private static StylizationOptions Stylize(JobRequest request, FeatureEncoder encoder, StylizationOptions basis)
    {
        var options = request.Options;
        return basis with
        {
            StyleWeight = basis.StyleWeight * options.Strength,
            TotalVariationWeight = basis.TotalVariationWeight * options.Smoothing,
            StyleScale = options.StyleScale,
            Colors = options.Colors is Colors.Photo ? ColorSource.Photo : ColorSource.Painting,
            BlendWeights = [.. request.Styles.Select(style => style.Weight)],
            Start = options.Start is JobStart.Noise ? StartImage.Noise : StartImage.Content,
            ContentLayers = options.Detail > 0 && encoder.Layers.Contains(DetailLayer)
                ? [.. DefaultLayers.For(encoder).Content, new(DetailLayer, options.Detail)]
                : null,
        };
    }
}
