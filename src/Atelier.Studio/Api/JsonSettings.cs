using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Jobs;

namespace Atelier.Studio;

/// <summary>JSON as <see cref="JobJson"/> writes it, and strict with what others write: a misspelled field is an error, not a default.</summary>
internal static class JsonSettings
{
    /// <summary>Sets them.</summary>
    public static void Apply(JsonSerializerOptions settings)
    {
        foreach (var converter in JobJson.Settings.Converters)
            settings.Converters.Add(converter);
        settings.NumberHandling = JsonNumberHandling.Strict;
        settings.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        settings.AllowDuplicateProperties = false;
        settings.RespectNullableAnnotations = true;
        settings.RespectRequiredConstructorParameters = true;
    }
}
