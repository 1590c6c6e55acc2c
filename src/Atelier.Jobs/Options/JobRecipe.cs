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

    /// <summary>The stylizer's request.</summary>
    public static StylizationRequest ToRequest(JobRequest request)
    {
        var options = request.Options;
        var defaults = new StylizationRequest();
        return defaults with
        {
            Kind = request.Kind is JobKind.Stylize ? RequestKind.Stylize : RequestKind.Reconstruct,
            Aspect = options.Aspect is Aspect.Style ? Stylization.Aspect.Style : Stylization.Aspect.Content,
            Layer = options.Layer,
            Size = options.Size,
            Evaluations = options.Steps,
            Seed = options.Seed,
            Strength = options.Strength,
            Detail = options.Detail,
            TotalVariationWeight = defaults.TotalVariationWeight * options.Smoothing,
            StyleScale = options.StyleScale,
            Colors = options.Colors is Colors.Photo ? ColorSource.Photo : ColorSource.Painting,
            Start = options.Start is JobStart.Noise ? StartImage.Noise : StartImage.Content,
            Blend = request.Kind is JobKind.Stylize ? [.. request.Styles.Select(style => style.Weight)] : null,
        };
    }

    /// <summary>The sizes that a request is painted at.</summary>
    public static IReadOnlyList<PyramidLevel> Levels(JobRequest request) => ToRequest(request).Plan();

    /// <summary>Pixels times evaluations, which the time is in proportion to.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="aspect">The photo's shorter side over its longer one.</param>
    public static double Cost(JobRequest request, double aspect) =>
        Levels(request).Sum(level => (double)level.Evaluations * level.LongSide * level.LongSide * aspect);
}
