using System.Text;
using System.Text.Json;
using Atelier.Core;

namespace Atelier.Runs;

/// <summary>A model card on disk: Markdown for people and, next to it, JSON for programs.</summary>
internal sealed class ModelCardFile
{
    private readonly RunFolder _run;

    /// <param name="path">The Markdown; the JSON has the same name except for its extension.</param>
    /// <param name="run">The run whose plots it shows.</param>
    internal ModelCardFile(string path, RunFolder run) => (Markdown, _run) = (path, run);

    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    /// <summary>The card in a run's folder.</summary>
    internal static ModelCardFile Of(RunFolder run) => new(run.Card, run);

    /// <summary>The Markdown.</summary>
    public string Markdown { get; }

    /// <summary>The JSON.</summary>
    public string Json => Path.ChangeExtension(Markdown, ".json");

    /// <summary>Whether someone has changed the Markdown since it was written, or it is not a card.</summary>
    internal bool IsEdited => File.Exists(Markdown) && (Read() is not { } card || File.ReadAllText(Markdown) != Text(card));

    /// <summary>The card that is there; null for none, or for one that cannot be read.</summary>
    internal ModelCard? Read()
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

    /// <summary>Writes both files, replacing existing ones.</summary>
    /// <exception cref="FileAccessException">A file cannot be written.</exception>
    internal void Write(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        AtomicFile.Write(Markdown, stream => stream.Write(Encoding.UTF8.GetBytes(Text(card))));
        AtomicFile.Write(Json, stream => JsonSerializer.Serialize(stream, card, Format));
    }

    private string Text(ModelCard card) => CardMarkdown.Render(card, [.. Plots()]);

    private IEnumerable<string> Plots()
    {
        var from = Path.GetDirectoryName(Path.GetFullPath(Markdown))!;
        return ((string[])["learning-rate", "loss", "metrics", "confusion"])
            .Select(name => Path.Combine(_run.Plots, $"{name}.png")).Where(File.Exists)
            .Select(plot => Path.GetRelativePath(from, plot).Replace(Path.DirectorySeparatorChar, '/'));
    }
}
