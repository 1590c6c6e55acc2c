using Atelier.Core;
using Atelier.Kernels;

namespace Atelier.Models;

/// <summary>Atelier's own network, which needs no download: VGG-19's features through relu3_4, distilled to 32, 64 and 96 channels.</summary>
/// <remarks>
/// Its channels imitate selected channels of VGG-19 (CC BY 4.0, Visual Geometry Group, Oxford), learned on Caltech-101 (CC BY
/// 4.0); CC BY 4.0 itself. <c>samples/EmbeddedNetwork</c> made it; <c>docs/embedded-network.md</c> says what it can do.
/// </remarks>
/// <example>
/// <code>
/// using var encoder = EmbeddedNetwork.Load();
/// using var pass = encoder.Forward(ImageFile.Read("photo.jpg"), ["relu3_1"]);
/// using var features = pass.Features("relu3_1").clone();   // [1,96,H/4,W/4]
/// </code>
/// </example>
public static class EmbeddedNetwork
{
    /// <summary>What <c>--network</c> calls it.</summary>
    public const string Name = "atelier";

    /// <summary>The network as a frozen encoder, owned by the caller.</summary>
    /// <param name="options">If null, reflection at the border, as in training.</param>
    public static FeatureEncoder Load(EncoderOptions? options = null)
    {
        using var file = OpenWeights();
        using var state = WeightFile.Read(file, "the embedded network");
        return VggCheckpoint.Load(state, "the embedded network", options ?? new() { Padding = PaddingMode.Reflection });
    }

    internal static WeightFileInfo Inspect()
    {
        using var file = OpenWeights();
        var header = SafetensorsHeader.Read(file);
        return new("the embedded network", "safetensors", file.Length, header.Metadata, [.. header.Entries.Select(entry => entry.Info)]);
    }

    /// <summary>The weights as a .safetensors file.</summary>
    public static Stream OpenWeights() => typeof(EmbeddedNetwork).Assembly.GetManifestResourceStream("atelier.safetensors")!;
}
