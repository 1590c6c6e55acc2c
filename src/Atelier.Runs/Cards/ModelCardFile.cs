using System.Text;
using System.Text.Json;
using Atelier.Core;

namespace Atelier.Runs;

/// <summary>A model card on disk: Markdown for people and, beside it, JSON for programs.</summary>
/// <param name="path">The Markdown; the JSON is called the same but for its extension.</param>
/// <param name="run">The run whose plots it shows.</param>
public sealed class ModelCardFile(string path, RunFolder run)
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    /// <summary>The Markdown.</summary>
    public string Markdown => path;

    /// <summary>The JSON.</summary>
    public string Json => Path.ChangeExtension(path, ".json");

    /// <summary>Whether someone has changed the Markdown since it was written, or it is no card.</summary>
    public bool IsEdited => File.Exists(Markdown) && (Read() is not { } card || File.ReadAllText(Markdown) != Text(card));

    /// <summary>The card that is there; null for none, or for one that cannot be read.</summary>
    public ModelCard? Read()
    {
        try
        {
            return File.Exists(Json) ? JsonSerializer.Deserialize<ModelCard>(File.ReadAllText(Json), Format) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes both files over those that are there.</summary>
    /// <exception cref="FileAccessException">A file cannot be written.</exception>
    public void Write(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        AtomicFile.Write(Markdown, stream => stream.Write(Encoding.UTF8.GetBytes(Text(card))));
        AtomicFile.Write(Json, stream => JsonSerializer.Serialize(stream, card, Format));
    }

    private string Text(ModelCard card) => CardMarkdown.Render(card, [.. Plots()]);

    private IEnumerable<string> Plots()
    {
        var from = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return ((string[])["learning-rate", "loss", "metrics", "confusion"])
            .Select(name => Path.Combine(run.Plots, $"{name}.png")).Where(File.Exists)
            .Select(plot => Path.GetRelativePath(from, plot).Replace(Path.DirectorySeparatorChar, '/'));
    }
}
