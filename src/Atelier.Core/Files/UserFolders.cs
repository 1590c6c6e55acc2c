namespace Atelier.Core.Files;

/// <summary>Where Atelier keeps files of its own on this machine. No member creates a folder.</summary>
public static class UserFolders
{
    /// <summary>
    /// The cache, whose files can always be had again: <c>ATELIER_CACHE</c> where it is set, else <c>atelier</c> in
    /// <c>XDG_CACHE_HOME</c>, <c>~/.cache</c> or the platform's local application data.
    /// </summary>
    public static string Cache =>
        NonEmpty("ATELIER_CACHE") ?? Path.Combine(CacheBase, "atelier");

    /// <summary>Weight files that were downloaded or put there by the user.</summary>
    public static string Weights => Path.Combine(Cache, "weights");

    /// <summary>Data sets that were downloaded.</summary>
    public static string Data => Path.Combine(Cache, "data");

    private static string CacheBase =>
        NonEmpty("XDG_CACHE_HOME")
        ?? (OperatingSystem.IsLinux() && NonEmpty("HOME") is { } home ? Path.Combine(home, ".cache") : null)
        ?? (Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } local ? local : Path.GetTempPath());

    private static string? NonEmpty(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
