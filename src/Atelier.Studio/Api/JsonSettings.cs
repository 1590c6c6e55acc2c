using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Jobs;

namespace Atelier.Studio;

/// <summary>The JSON of the API: what <see cref="JobRequest.Json"/> writes, and strict about what it reads: a misspelled field is an error, not a default.</summary>
internal static class JsonSettings
{
    /// <summary>Applies the settings.</summary>
    public static void Apply(JsonSerializerOptions settings)
    {
        foreach (var converter in JobRequest.Json.Converters)
            settings.Converters.Add(converter);
        settings.NumberHandling = JsonNumberHandling.Strict;
        settings.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        settings.AllowDuplicateProperties = false;
        settings.RespectNullableAnnotations = true;
        settings.RespectRequiredConstructorParameters = true;
    }
}
