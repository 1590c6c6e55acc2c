using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Atelier.Models;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>Tells whether two runs are the same: of their pictures, request and network.</summary>
internal static class StylizationFingerprint
{
    private const int ProbeSide = 32;

    /// <summary>SHA-256 in hexadecimal digits.</summary>
    public static string Compute(FeatureEncoder? encoder, StylizationRequest request, IEnumerable<Tensor> images)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (encoder is not null)
            AddText(hash, $"{encoder.Name} {Probe(encoder)}");
        AddText(hash, JsonSerializer.Serialize(request, StylizationSchema.Json));
        foreach (var image in images)
        {
            using var scope = NewDisposeScope();
            AddText(hash, string.Join(',', image.shape));
            hash.AppendData(image.detach().cpu().to(float32).contiguous().bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // What the network makes of a ramp tells its weights, pooling, padding and normalization. In few digits, as the last
    // ones depend on the number of threads.
    private static string Probe(FeatureEncoder encoder)
    {
        using var scope = NewDisposeScope();
        var ramp = linspace(0, 1, 3 * ProbeSide * ProbeSide).view(1, 3, ProbeSide, ProbeSide);
        using var pass = encoder.Forward(ramp, [encoder.Layers[^1]]);
        return pass.Features(encoder.Layers[^1]).mean().item<float>().ToString("G3", CultureInfo.InvariantCulture);
    }

    private static void AddText(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
}
