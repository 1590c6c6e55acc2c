using System.Text.Json;

namespace Atelier.Stylization;

/// <summary>Settings under a name that were tried out and looked at.</summary>
/// <param name="Name">One word.</param>
/// <param name="Title">For people.</param>
/// <param name="Description">One sentence: what the picture will be like.</param>
/// <param name="Values">The settings that it changes, by their names.</param>
public sealed record Preset(string Name, string Title, string Description, IReadOnlyDictionary<string, JsonElement> Values)
{
    internal static IReadOnlyList<Preset> All { get; } =
    [
        Make("quick", "Quick look", "A small picture within seconds, to find out whether photo and painting go together.", """{"size":256,"evaluations":100}"""),
        Make("default", "Balanced", "The photo stays itself, and the painting's strokes and colors are all over it.", "{}"),
        Make("bold", "Bold", "Large strokes; what is small in the photo dissolves in them.", """{"strength":2.5,"styleScale":1.6}"""),
        Make("delicate", "Delicate", "Fine lines of the photo stay, and the painting is a tint and a texture over them.", """{"strength":0.3,"detail":0.5}"""),
        Make("texture", "Texture", "Small strokes everywhere; the photo is a memory in them.", """{"strength":20,"styleScale":0.7}"""),
        Make("large", "Large", "As balanced, at 1024 pixels, for looking at closely; takes several times as long.", """{"size":1024,"evaluations":200}"""),
    ];

    private static Preset Make(string name, string title, string description, string values) => new(
        name, title, description,
        JsonElement.Parse(values).EnumerateObject().ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal));
}
