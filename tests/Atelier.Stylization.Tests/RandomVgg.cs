using Atelier.Models;

namespace Atelier.Stylization.Tests;

/// <summary>Encoders with the reference weights: no file needed.</summary>
internal static class RandomVgg
{
    public static VggEncoder Encoder(string variant, string? through = null, EncoderOptions? options = null)
    {
        using var features = ReferenceFill.Apply(VggNetwork.BuildFeatures(VggVariant.Named(variant), through));
        return new VggEncoder(VggVariant.Named(variant), features, options);
    }
}
