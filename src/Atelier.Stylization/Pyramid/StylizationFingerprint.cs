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

    private const string Network = "network", Pictures = "pictures", Evaluations = "evaluations";
    private const int MostNamed = 3;

    /// <summary>A line for the network, for each setting, and for the pictures: a name, a tab, a value.</summary>
    /// <param name="identity">Of the objective: which network, or whatever else the loss depends on.</param>
    /// <param name="request">All of it counts but the evaluations: a run that was stopped may be given more.</param>
    /// <param name="images">All of their values count.</param>
    public static string Compute(string identity, StylizationRequest request, IEnumerable<Tensor> images)
    {
        var settings = JsonSerializer.SerializeToElement(request, StylizationSchema.Json).EnumerateObject().Where(setting => setting.Name != Evaluations);
        return string.Join('\n', [$"{Network}\t{JsonSerializer.Serialize(identity)}", .. settings.Select(setting => $"{setting.Name}\t{setting.Value.GetRawText()}"), $"{Pictures}\t{Digest(images)}"]);
    }

    /// <summary>What differs, as the end of the sentence "the checkpoint of a run whose ..."; null if nothing does.</summary>
    /// <param name="saved">From a checkpoint.</param>
    /// <param name="now">Of the run that is to continue.</param>
    public static string? Difference(string saved, string now)
    {
        var (before, after) = (Parts(saved), Parts(now));
        var names = before.Keys.Union(after.Keys).Where(name => before.GetValueOrDefault(name) != after.GetValueOrDefault(name)).ToList();
        return names is [] ? null : string.Join(" and ", names.Take(MostNamed).Select(name => name switch
        {
            Network => "network or loss was another",
            Pictures => "pictures were others",
            _ => $"{Label(name)} was {before.GetValueOrDefault(name, "not known")}, not {after.GetValueOrDefault(name, "known")}",
        }));
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

    private static string Digest(IEnumerable<Tensor> images)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var image in images)
        {
            using var scope = NewDisposeScope();
            hash.AppendData(Encoding.UTF8.GetBytes(string.Join(',', image.shape) + "\n"));
            hash.AppendData(image.detach().cpu().to(float32).contiguous().bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Dictionary<string, string> Parts(string fingerprint) => fingerprint.Split('\n').Select(line => line.Split('\t', 2))
        .Where(parts => parts.Length == 2).DistinctBy(parts => parts[0]).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    private static string Label(string name) =>
        StylizationSchema.Default.Settings.FirstOrDefault(setting => setting.Name == name)?.Label.ToLowerInvariant() ?? name;
}
