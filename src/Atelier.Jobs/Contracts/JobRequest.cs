using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Core;
using Atelier.Stylization;

namespace Atelier.Jobs;

/// <summary>What a job is to do. Also embedded in the result, so that the picture can be made again.</summary>
/// <param name="Content">Id of the photo; for a reconstruction, of its only picture.</param>
/// <param name="Styles">The paintings: at least one to stylize, none for a reconstruction.</param>
/// <param name="Options">The settings; <see cref="Schema"/> says what they may be.</param>
public sealed record JobRequest(string Content, IReadOnlyList<StyleImage> Styles, StylizationRequest Options)
{
    /// <summary>
    /// The settings that jobs take, with their ranges, defaults and presets: those of <see cref="StylizationSchema.Default"/>, limited
    /// to what a server can afford, without the weights of the paintings (see <see cref="Styles"/>) and what depends on a weight file.
    /// </summary>
    public static StylizationSchema Schema { get; } = CreateSchema(StylizationSchema.Default);

    /// <summary>How requests and jobs are written as JSON: camelCase, enums as lower-case words, times in UTC. Read-only.</summary>
    public static JsonSerializerOptions Json => StylizationSchema.Json;

    /// <summary>The settings for the stylizer, with the weights of the paintings.</summary>
    internal StylizationRequest ToStylization() =>
        Options.Kind is RequestKind.Stylize ? Options with { Blend = [.. Styles.Select(style => style.Weight)] } : Options;

    /// <summary>Parses untrusted text; null where it is not a valid request.</summary>
    internal static JobRequest? TryParse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<JobRequest>(text, Json) is { Content: not null, Styles: not null, Options: not null } request
                && !request.Styles.Contains(null!) && Schema.Violations(request.Options).Count == 0
                ? request
                : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static StylizationSchema CreateSchema(StylizationSchema all) => all
        .Without("recipe", "blend", "pooling", "padding", "normalization")
        .With(all["size"] with { Least = 32, Most = 4096 })
        .With(all["evaluations"] with { Most = 10_000 })
        .With(all["start"] with { Choices = all["start"].Choices.Where(choice => choice.Key != "image").ToDictionary() });
}

/// <summary>A painting of a job.</summary>
public sealed record StyleImage
{
    /// <param name="image">The image's id.</param>
    /// <param name="weight">See <see cref="Weight"/>.</param>
    public StyleImage(string image, double weight = 1) => (Image, Weight) = (image, weight);

    /// <summary>The image's id.</summary>
    public string Image { get; }

    /// <summary>Weight relative to the other paintings, 0 or more; 1 by default.</summary>
    public double Weight { get; init => field = Require.NonNegative(value); }

    /// <summary>The id of an image that is white where the painting goes, in the photo's proportions; null for everywhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Mask { get; init; }
}
