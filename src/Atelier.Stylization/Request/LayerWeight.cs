using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atelier.Stylization;

/// <summary>A layer and how much it counts beside the others; as text and in JSON <c>relu3_2</c> or <c>relu3_2:0.5</c>.</summary>
/// <param name="Layer">By name or child index.</param>
/// <param name="Weight">0 or more.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct LayerWeight(string Layer, double Weight = 1)
{
    /// <summary>The text, from which <see cref="TryParse"/> makes the same again.</summary>
    public override string ToString() => Weight == 1 ? Layer : string.Create(CultureInfo.InvariantCulture, $"{Layer}:{Weight:R}");

    internal static bool TryParse(string? text, out LayerWeight result)
    {
        result = default;
        var parts = text?.Split(':') ?? [];
        var weight = 1.0;
        if (parts is not ([{ Length: > 0 }] or [{ Length: > 0 }, _]))
            return false;
        if (parts is [_, var number] && !(double.TryParse(number, CultureInfo.InvariantCulture, out weight) && double.IsFinite(weight) && weight >= 0))
            return false;
        result = new(parts[0], weight);
        return true;
    }

    private sealed class Converter : JsonConverter<LayerWeight>
    {
        public override LayerWeight Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String && TryParse(reader.GetString(), out var layer)
                ? layer
                : throw new JsonException("A layer is written as relu3_2 or relu3_2:WEIGHT.");

        public override void Write(Utf8JsonWriter writer, LayerWeight value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
