using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Atelier.Jobs;

/// <summary>SHA-256 of everything that makes a result what it is: the same key, the same picture.</summary>
internal static class ResultKey
{
    /// <summary>The key of a request.</summary>
    /// <param name="request">Its images go in by their ids, which are hashes of their contents.</param>
    /// <param name="network">The hash of the network's weights.</param>
    public static string Compute(JobRequest request, string network)
    {
        var text = $"{JobRecipe.Version}\n{network}\n{JsonSerializer.Serialize(Canonical(request), JobJson.Settings)}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The request without what has no bearing on its kind, and weights that sum to 1.</summary>
    public static JobRequest Canonical(JobRequest request)
    {
        var options = request.Options;
        if (request.Kind is JobKind.Reconstruct)
        {
            var kept = new JobOptions
            {
                Size = options.Size,
                Steps = options.Steps,
                Seed = options.Seed,
                Network = options.Network,
                Aspect = options.Aspect,
                Layer = options.Layer,
            };
            return request with { Styles = [], Options = kept };
        }
        var total = request.Styles.Sum(style => style.Weight);
        return request with
        {
            Styles = [.. request.Styles.Where(style => style.Weight > 0).Select(style => style with { Weight = style.Weight / total })],
            Options = options with { Aspect = default, Layer = null, Seed = options.Start is JobStart.Noise ? options.Seed : 0 },
        };
    }
}
