using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

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
    public static JobOptions Merge(JobOptions basis, JsonElement? changes)
    {
        if (changes is not { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } given)
            return basis;
        if (given.ValueKind is not JsonValueKind.Object)
            throw new JobException(JobProblem.Invalid, "The options must be an object, as {\"size\": 512}.");
        var fields = JsonSerializer.SerializeToNode(basis, Settings)!.AsObject();
        foreach (var field in given.EnumerateObject())
        {
            if (!fields.ContainsKey(field.Name))
                throw new JobException(JobProblem.Invalid, $"There is no option '{Shorten(field.Name)}': use {string.Join(", ", fields.Select(known => known.Key))}.");
            fields[field.Name] = JsonNode.Parse(field.Value.GetRawText());
            // One at a time, so that the complaint is about this one.
            basis = Read(fields, field.Name);
        }
        return basis;
    }

    /// <summary>A request that somebody else wrote, perhaps with ill will; null where it is none.</summary>
    internal static JobRequest? TryReadRequest(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<JobRequest>(text, Settings) is { Content: not null, Styles: not null, Options: not null } request
                ? request
                : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static JobOptions Read(JsonObject fields, string name)
    {
        try
        {
            return fields.Deserialize<JobOptions>(Settings)!;
        }
        catch (ArgumentException e)
        {
            var sentence = e.Message.Split(" (Parameter", 2)[0].Split('\n')[0];
            throw new JobException(JobProblem.Invalid, sentence, e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new JobException(JobProblem.Invalid, $"The option {name} cannot be {Shorten(fields[name]?.ToJsonString() ?? "null")}{Wanted(name)}.", e);
        }
    }

    private static string Wanted(string name)
    {
        var property = typeof(JobOptions).GetProperties().First(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name) == name);
        return property.PropertyType switch
        {
            { IsEnum: true } type => $": use {string.Join(" or ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName))}",
            var type when type == typeof(string) => ": use a text",
            var type when type == typeof(double) => ": use a number",
            _ => ": use a whole number",
        };
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "...";

    private static JsonSerializerOptions Create()
    {
        var settings = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.Strict,
            RespectNullableAnnotations = true,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        };
        settings.MakeReadOnly(populateMissingResolver: true);
        return settings;
    }
}
