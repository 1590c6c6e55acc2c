using Atelier.Models;

namespace Atelier.Stylization;

/// <summary>Options for showing what a layer keeps of a picture: content or style alone, from noise.</summary>
public static class Reconstruction
{
    // Just enough to hold down the noise that no layer sees.
    private const double Smoothness = 0.01;

    /// <summary>What the picture shows, from one layer.</summary>
    /// <param name="layer">By name.</param>
    /// <param name="basis">Its size, steps and seed are kept.</param>
    public static StylizationOptions OfContent(string layer, StylizationOptions basis) => basis with
    {
        Start = StartImage.Noise,
        Levels = 2,
        ContentWeight = 1,
        StyleWeight = 0,
        TotalVariationWeight = Smoothness,
        ContentLayers = [new(layer)],
    };

    /// <summary>The picture's texture, from a layer and the ends of the blocks before it.</summary>
    /// <param name="encoder">Has the layers.</param>
    /// <param name="layer">By name.</param>
    /// <param name="basis">Its size, steps and seed are kept.</param>
    public static StylizationOptions OfStyle(FeatureEncoder encoder, string layer, StylizationOptions basis)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        var through = encoder.Layers.TakeWhile(name => name != layer).Append(layer).ToArray();
        var ends = new Lesson13(encoder).BlockEnds.Where(through.Contains);
        return basis with
        {
            Start = StartImage.Noise,
            Levels = 3,
            ContentWeight = 0,
            StyleWeight = 1,
            TotalVariationWeight = Smoothness,
            StyleLayers = [.. ends.Append(layer).Distinct().Select(name => new LayerWeight(name))],
        };
    }
}
