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
    /// <param name="identity">Of the objective: which network, or whatever else the loss depends on.</param>
    /// <param name="request">All of it counts.</param>
    /// <param name="images">All of their values count.</param>
    public static string Compute(string identity, StylizationRequest request, IEnumerable<Tensor> images)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AddText(hash, identity);
        AddText(hash, JsonSerializer.Serialize(request, StylizationSchema.Json));
        foreach (var image in images)
        {
            using var scope = NewDisposeScope();
            AddText(hash, string.Join(',', image.shape));
            hash.AppendData(image.detach().cpu().to(float32).contiguous().bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Tells a network from others: what it makes of a ramp depends on its weights, pooling, padding and normalization.</summary>
    /// <remarks>In few digits, as the last ones depend on the number of threads.</remarks>
    public static string Probe(FeatureEncoder encoder)
    {
        using var scope = NewDisposeScope();
        var ramp = linspace(0, 1, 3 * ProbeSide * ProbeSide).view(1, 3, ProbeSide, ProbeSide);
        using var pass = encoder.Forward(ramp, [encoder.Layers[^1]]);
        return string.Create(CultureInfo.InvariantCulture, $"{encoder.Name} {pass.Features(encoder.Layers[^1]).mean().item<float>():G3}");
    }

    private static void AddText(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
}
