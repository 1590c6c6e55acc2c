using Atelier.Models;

namespace Atelier.Stylization;

/// <summary>What a request means for a network: weights, layers and first image, with nothing left to decide.</summary>
internal static class EffectiveRequest
{
    // Sees edges and small shapes that relu3_2 lets go.
    private const string DetailLayer = "relu2_2";

    // Just enough to hold down the noise that no layer sees.
    private const double ReconstructionSmoothness = 0.01;

    /// <summary>The request with its strength, detail, aspect and layer worked into weights and layers.</summary>
    /// <exception cref="ArgumentException">The encoder has no such layer.</exception>
    public static StylizationRequest For(FeatureEncoder encoder, StylizationRequest request) => request switch
    {
        { Recipe: Recipe.Lesson13, Kind: RequestKind.Stylize } => request,
        { Recipe: Recipe.Lesson13 } => request with { StyleWeight = 0 },
        { Kind: RequestKind.Stylize } => Stylize(encoder, request),
        { Aspect: Aspect.Style } => Reconstruct(request) with
        {
            Levels = request.LevelsToPaint,
            StyleWeight = 1,
            StyleLayers = [.. UpTo(encoder, LayerOf(encoder, request)).Select(layer => new LayerWeight(layer))],
        },
        _ => Reconstruct(request) with
        {
            Levels = request.LevelsToPaint,
            ContentWeight = 1,
            ContentLayers = [new(LayerOf(encoder, request))],
        },
    };

    private static StylizationRequest Stylize(FeatureEncoder encoder, StylizationRequest request)
    {
        var defaults = DefaultLayers.For(encoder);
        var content = request.ContentLayers ?? defaults.Content;
        foreach (var (layer, _) in content.Concat(request.StyleLayers ?? []))
            encoder.Resolve(layer);
        if (request.Detail > 0 && encoder.Layers.Contains(DetailLayer) && content.All(layer => encoder.Resolve(layer.Layer) != DetailLayer))
            content = [.. content, new(DetailLayer, request.Detail)];
        return request with
        {
            StyleWeight = request.StyleWeight * request.Strength,
            HistogramWeight = request.HistogramWeight * request.Strength,
            ContentLayers = content,
            StyleLayers = request.StyleLayers ?? defaults.Style,
        };
    }

    private static StylizationRequest Reconstruct(StylizationRequest request) => request with
    {
        Start = StartImage.Noise,
        ContentWeight = 0,
        StyleWeight = 0,
        StyleLoss = StyleLoss.Gram,
        HistogramWeight = 0,
        TotalVariationWeight = ReconstructionSmoothness,
    };

    private static string LayerOf(FeatureEncoder encoder, StylizationRequest request) => encoder.Resolve(request.Layer ?? encoder.Layers[^1]);

    // The layer and the ends of the blocks before it.
    private static IEnumerable<string> UpTo(FeatureEncoder encoder, string layer)
    {
        var through = encoder.Layers.TakeWhile(name => name != layer).Append(layer).ToArray();
        return encoder.BlockEnds.Where(through.Contains).Append(layer).Distinct();
    }
}
