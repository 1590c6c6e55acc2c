namespace Atelier.Data;

/// <summary>Finds the images that tables name: by their path in the data set first, and only then by the end of it. The extension may be missing.</summary>
internal sealed class ImageNames
{
    private readonly string? _root;
    private readonly Dictionary<string, string?> _whole = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _byEnding = new(StringComparer.Ordinal);

    /// <param name="names">The images' names, with forward slashes.</param>
    /// <param name="folder">The folder that they are in; null for an archive.</param>
    public ImageNames(IReadOnlyList<string> names, string? folder = null)
    {
        _root = folder is null ? null : Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        foreach (var name in names)
        {
            Add(_whole, WithoutExtension(name), name);
            for (var rest = name; rest.Length > 0; rest = WithoutFirst(rest))
            {
                Add(_byEnding, rest, name);
                Add(_byEnding, WithoutExtension(rest), name);
            }
        }
        // A name in full wins over one that lacks its extension.
        foreach (var name in names)
            _whole[name] = name;
    }

    /// <summary>Whether there is an image of that name or, at its end, of a longer one.</summary>
    public bool Has(string called) => Plain(called) is { Length: > 0 } name && (_whole.ContainsKey(name) || _byEnding.ContainsKey(name));

    /// <summary>Looks for the images that a table names.</summary>
    /// <param name="table">The table's file, which its names may be relative to.</param>
    /// <param name="called">What it calls them. Folders at the start that all of them have in common, such as those of another machine, may be more than the data set has.</param>
    /// <returns>For each, the image's full name; no match or, if several match, null as the match.</returns>
    public IReadOnlyList<(bool IsFound, string? Name)> Find(string table, IReadOnlyList<string> called)
    {
        string[] bases = _root is null ? [] : [_root, Path.GetDirectoryName(Path.GetFullPath(table))!, Path.GetDirectoryName(_root) ?? _root];
        string[] plain = [.. called.Select(Plain)];
        var shared = SharedFolders(plain);
        return [.. called.Select((name, row) => Find(bases, name.Replace('\\', '/'), plain[row], shared))];
    }

    private (bool IsFound, string? Name) Find(string[] bases, string called, string plain, int shared)
    {
        if (called.Contains('\0', StringComparison.Ordinal))
            return (false, null);   // no file can be called that
        foreach (var from in bases)
            if (Inside(Path.GetFullPath(Path.Combine(from, called))) is { } inside && _whole.TryGetValue(inside, out var here))
                return (true, here);
        var rest = plain;
        for (var dropped = 0; dropped <= shared; dropped++, rest = WithoutFirst(rest))
            if (_whole.TryGetValue(rest, out var whole))
                return (true, whole);
        rest = plain;
        for (var dropped = 0; dropped <= shared; dropped++, rest = WithoutFirst(rest))
            if (_byEnding.TryGetValue(rest, out var ending))
                return (true, ending);
        return (false, null);
    }

    private string? Inside(string path) =>
        path.Length > _root!.Length + 1 && path.StartsWith(_root, StringComparison.Ordinal) && path[_root.Length] == Path.DirectorySeparatorChar
            ? path[(_root.Length + 1)..].Replace(Path.DirectorySeparatorChar, '/')
            : null;

    private static void Add(Dictionary<string, string?> to, string key, string name) => to[key] = to.TryGetValue(key, out var other) && other != name ? null : name;

    // Forward slashes, and neither "." nor "..".
    private static string Plain(string called)
    {
        var parts = new List<string>();
        foreach (var part in called.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries))
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("." or ".."))
                parts.Add(part);
        return string.Join('/', parts);
    }

    private static int SharedFolders(string[] names)
    {
        if (names is [])
            return 0;
        var shared = names[0].Split('/')[..^1];
        foreach (var name in names)
        {
            var folders = name.Split('/')[..^1];
            var same = shared.Zip(folders).TakeWhile(pair => pair.First == pair.Second).Count();
            shared = shared[..same];
        }
        return shared.Length;
    }

    private static string WithoutFirst(string name) => name.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? name[(slash + 1)..] : "";

    private static string WithoutExtension(string name) => name[..^Path.GetExtension(name).Length];
}
