using System.Text.Json;

namespace Atelier.Jobs;

/// <summary>What a result's PNG says of itself: the request, so that it can be asked for again.</summary>
internal static class ResultText
{
    /// <summary>The texts; the same for each job of one key, so that the file is the same too.</summary>
    public static IReadOnlyDictionary<string, string> Create(JobRequest request) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Software"] = "Atelier",
        [ImageStore.SettingsKeyword] = JsonSerializer.Serialize(ResultKey.Canonical(request), JobJson.Settings),
    };
}
