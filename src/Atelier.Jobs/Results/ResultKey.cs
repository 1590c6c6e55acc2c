using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Atelier.Stylization;

namespace Atelier.Jobs;

/// <summary>What identifies a result: requests with the same key give the same picture.</summary>
internal static class ResultKey
{
    // Changes whenever a request gives another picture than before, so that results of an older program are not taken for this one's.
    private const int Version = 4;

    /// <summary>SHA-256 of everything that determines the picture.</summary>
    /// <param name="request">Its images count by their ids, which are hashes of their contents.</param>
    /// <param name="network">The hash of the network's weights.</param>
    public static string Compute(JobRequest request, string network)
    {
        var text = $"{Version}\n{network}\n{JsonSerializer.Serialize(Canonical(request), JobRequest.Json)}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The texts of a result's PNG: the request, so that it can be made again. They are the same for all jobs of one key, so that the file is, too.</summary>
    public static IReadOnlyDictionary<string, string> Texts(JobRequest request) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Software"] = "Atelier",
        [ImageStore.SettingsKeyword] = JsonSerializer.Serialize(Canonical(request), JobRequest.Json),
    };

    /// <summary>The request with defaults for the settings that its kind ignores, and with weights that sum to 1.</summary>
    public static JobRequest Canonical(JobRequest request)
    {
        var given = JsonSerializer.SerializeToElement(request.Options, JobRequest.Json);
        var used = JobRequest.Schema.For(request.Options.Kind).ToDictionary(setting => setting.Name, setting => given.GetProperty(setting.Name));
        var options = JobRequest.Schema.Create(request.Options.Kind, changes: used);
        if (options.Kind is RequestKind.Reconstruct)
            return request with { Styles = [], Options = options };
        var total = request.Styles.Sum(style => style.Weight);
        return request with
        {
            Styles = [.. request.Styles.Where(style => style.Weight > 0).Select(style => style with { Weight = style.Weight / total })],
            Options = options with { Seed = options.Start is StartImage.Noise ? options.Seed : 0 },
        };
    }
}
