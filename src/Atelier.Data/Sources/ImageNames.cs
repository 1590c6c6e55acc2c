namespace Atelier.Data;

/// <summary>Finds the images that tables name; a table may leave out leading folders and the extension.</summary>
internal sealed class ImageNames
{
    private readonly Dictionary<string, string?> _byEnding = new(StringComparer.Ordinal);

    /// <param name="names">The images' names, with forward slashes.</param>
    public ImageNames(IEnumerable<string> names)
    {
        foreach (var name in names)
            foreach (var ending in Endings(name))
                _byEnding[ending] = _byEnding.ContainsKey(ending) ? null : name;
    }

    /// <summary>Looks for an image.</summary>
    /// <param name="called">The name in the table.</param>
    /// <param name="name">Its full name; null if several match.</param>
    /// <returns>Whether there is at least one.</returns>
    public bool TryFind(string called, out string? name) => _byEnding.TryGetValue(called, out name);

    // a/b/c.jpg: itself, b/c.jpg, c.jpg, and each without .jpg.
    private static IEnumerable<string> Endings(string name)
    {
        for (var rest = name; ; rest = rest[(rest.IndexOf('/', StringComparison.Ordinal) + 1)..])
        {
            yield return rest;
            yield return rest[..^Path.GetExtension(rest).Length];
            if (!rest.Contains('/', StringComparison.Ordinal))
                yield break;
        }
    }
}
