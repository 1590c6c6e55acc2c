using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Imaging;

namespace Atelier.Stylization;

/// <summary>The settings that a picture was painted with, which it carries as a text.</summary>
internal static class PictureSettings
{
    /// <summary>What the text is called.</summary>
    public const string Keyword = "Atelier";

    private const string Options = "options";

    /// <summary>The texts for a picture (<see cref="ImageWriteOptions.Texts"/>).</summary>
    /// <param name="request">As it was asked for.</param>
    public static IReadOnlyDictionary<string, string> Texts(StylizationRequest request) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Software"] = "Atelier",
        [Keyword] = new JsonObject { [Options] = JsonSerializer.SerializeToNode(Shared(request), StylizationSchema.Json) }.ToJsonString(),
    };

    // Pictures are given away, and tell nobody of their maker's folders.
    private static StylizationRequest Shared(StylizationRequest request) => request with { Network = Path.GetFileName(request.Network) };

    /// <summary>The settings of a picture that the command line or a studio has made, by their names: those that are not the usual ones.</summary>
    /// <param name="path">An image file.</param>
    /// <param name="options">How it is read.</param>
    /// <exception cref="ImageFileException">It cannot be read.</exception>
    /// <exception cref="StylizationException">It says nothing of how it was painted, or this program cannot follow it.</exception>
    public static IReadOnlyDictionary<string, JsonElement> Read(string path, ImageReadOptions? options = null)
    {
        if (!ImageFile.ReadTexts(path, options).TryGetValue(Keyword, out var text))
            throw new StylizationException($"{path}: does not say how it was painted: name a picture that atelier has painted, and no other program has saved since.");
        try
        {
            using var document = JsonDocument.Parse(text);
            var schema = StylizationSchema.Default;
            var given = document.RootElement.GetProperty(Options).EnumerateObject().ToDictionary(value => value.Name, value => value.Value.Clone(), StringComparer.Ordinal);
            var known = schema.For(RequestKind.Stylize).Where(setting => given.ContainsKey(setting.Name));
            return known.Where(setting => !JsonElement.DeepEquals(given[setting.Name], setting.Default)).ToDictionary(setting => setting.Name, setting => given[setting.Name], StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new StylizationException($"{path}: says how it was painted in a way that this program does not know: {e.Message}");
        }
    }
}
