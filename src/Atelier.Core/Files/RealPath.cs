namespace Atelier.Core;

/// <summary>Where a path leads: absolute, and without links.</summary>
internal static class RealPath
{
    // As in Linux: more is a circle.
    private const int MostLinks = 40;

    /// <summary>Compares such paths, as the system's usual file system does.</summary>
    public static StringComparer Comparer { get; } =
        OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>Every link on the way followed, as far as the path exists; the rest as it stands.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Of(string path) => Follow(Path.GetFullPath(path), MostLinks);

    private static string Follow(string path, int links)
    {
        if (Path.GetDirectoryName(path) is not { } folder)
            return path;
        var here = Path.Combine(Follow(folder, links), Path.GetFileName(path));
        if (new FileInfo(here).LinkTarget is not { } target)
            return here;
        return links > 0 ? Follow(Path.GetFullPath(target, Path.GetDirectoryName(here)!), links - 1) : throw new IOException($"{path}: its links lead in a circle.");
    }
}
