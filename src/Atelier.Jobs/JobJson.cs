using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Jobs.Options;

namespace Atelier.Jobs;

/// <summary>How jobs are written as JSON: camelCase, enums as lower-case words, times in UTC.</summary>
public static class JobJson
{
    /// <summary>For System.Text.Json; read-only.</summary>
    public static JsonSerializerOptions Settings { get; } = Create();

    /// <summary>Options with some of them replaced by an object's fields.</summary>
    /// <param name="basis">A preset's, another job's or the default options.</param>
    /// <param name="changes">A JSON object; null or undefined changes nothing.</param>
    /// <exception cref="JobException">A field is unknown, of another type or out of its range; one sentence names it.</exception>
    public static JobOptions Merge(JobOptions basis, JsonElement? changes) => throw new NotSupportedException();

    private static JsonSerializerOptions Create()
    {
        var settings = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        };
        settings.MakeReadOnly(populateMissingResolver: true);
        return settings;
    }
}
