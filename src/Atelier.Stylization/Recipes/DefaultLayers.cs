using Atelier.Models;

namespace Atelier.Stylization;

/// <summary>The layers that the recipe <c>default</c> looks at.</summary>
/// <param name="Content">For the photo.</param>
/// <param name="Style">For the paintings.</param>
internal sealed record DefaultLayers(IReadOnlyList<LayerWeight> Content, IReadOnlyList<LayerWeight> Style)
{
    /// <summary>
    /// Style at the first layer of each of the first three blocks and the last of the third, content at the third block's
    /// second; of these, what the encoder has. Deeper layers cost much and add little where a pyramid finds the large strokes.
    /// Where a network has blocks of another kind: style at four layers through its first half, content at the last of these.
    /// </summary>
    public static DefaultLayers For(FeatureEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        var layers = encoder.Layers;
        if (!layers.Contains("relu1_1"))
        {
            string[] spread = [.. Enumerable.Range(0, 4).Select(i => layers[layers.Count * i / 6]).Distinct()];
            return new([new(spread[^1])], [.. spread.Select(layer => new LayerWeight(layer))]);
        }
        var third = layers.LastOrDefault(layer => layer.StartsWith("relu3_", StringComparison.Ordinal)) ?? layers[^1];
        string[] style = [.. ((string[])["relu1_1", "relu2_1", "relu3_1", third]).Where(layers.Contains).Distinct()];
        var content = layers.Contains("relu3_2") ? "relu3_2" : third;
        return new([new(content)], [.. style.Select(layer => new LayerWeight(layer))]);
    }
}
