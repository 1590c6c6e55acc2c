namespace Atelier.Data;

/// <summary>The links of an archive, to its own files and folders.</summary>
internal sealed class TarLinks
{
    private const int MostLinked = 1_000_000;
    private readonly List<(string? Name, string? Target, string Written)> _links = [];

    /// <summary>A name without what means nothing in it; null if it leads out of the archive. A leading slash means nothing, as for tar itself.</summary>
    public static string? Plain(string name)
    {
        var parts = new List<string>();
        foreach (var part in name.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count == 0)
                return null;
            if (part == "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part != ".")
                parts.Add(part);
        }
        return string.Join('/', parts);
    }

    /// <summary>Where a symbolic link leads, which is written relative to its folder.</summary>
    public static string Beside(string name, string link) => link.StartsWith('/') ? "/.." : $"{name[..(name.TrimEnd('/').LastIndexOf('/') + 1)]}{link}";

    /// <summary>Adds a link.</summary>
    /// <param name="name">Its own plain name; null if it is outside the archive.</param>
    /// <param name="target">The name that it leads to, within the archive.</param>
    /// <param name="written">The target as it is written.</param>
    public void Add(string? name, string target, string written) => _links.Add((name, Plain(target), written));

    /// <summary>Adds what the links lead to, under their names; the files themselves are not copied.</summary>
    /// <param name="path">The archive, for errors.</param>
    /// <param name="entries">Its files by name.</param>
    /// <returns>A sentence about each link that leads nowhere.</returns>
    /// <exception cref="DataSetException">Links within what links lead to stand for more files than any data set has.</exception>
    public IEnumerable<string> Follow<T>(string path, Dictionary<string, T> entries)
    {
        var folders = entries.Keys.SelectMany(Folders).ToHashSet(StringComparer.Ordinal);
        var room = MostLinked;
        // A link to a link is followed in the next round.
        for (var before = _links.Count + 1; _links.Count < before;)
        {
            before = _links.Count;
            _links.RemoveAll(link => link is ({ } name, { } target, _) && TryAdd(name, target));
        }
        return [.. _links.Select(link => $"The link {link.Name} leads to {link.Written}, which is not in the archive, and was left out.")];

        bool TryAdd(string name, string target)
        {
            if (entries.TryGetValue(target, out var file))
                Add(name, file);
            // A folder within itself would have no end.
            else if (!folders.Contains(target) || $"{name}/".StartsWith($"{target}/", StringComparison.Ordinal))
                return false;
            else
                foreach (var (below, each) in entries.Where(entry => entry.Key.StartsWith($"{target}/", StringComparison.Ordinal)).ToList())
                    Add(name + below[target.Length..], each);
            return true;
        }

        void Add(string name, T file)
        {
            if (room-- == 0)
                throw new DataSetException(path, $"has links within what its links lead to, which together stand for more than {MostLinked} files; unpack it, and name the folder of the images.");
            entries[name] = file;
            folders.UnionWith(Folders(name));
        }
    }

    private static IEnumerable<string> Folders(string name)
    {
        for (var slash = name.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = name.IndexOf('/', slash + 1))
            yield return name[..slash];
    }
}
