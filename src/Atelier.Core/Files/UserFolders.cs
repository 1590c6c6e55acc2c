namespace Atelier.Core;

/// <summary>Where Atelier keeps its files on this machine. No member creates a folder.</summary>
public static class UserFolders
{
    /// <summary>
    /// The cache, whose files can always be downloaded again: <c>ATELIER_CACHE</c> if it is set, or else <c>atelier</c> in
    /// <c>XDG_CACHE_HOME</c>, <c>~/.cache</c> or the platform's local application data.
    /// </summary>
    public static string Cache =>
        NonEmpty("ATELIER_CACHE") ?? Path.Combine(CacheBase, "atelier");

    /// <summary>Weight files that were downloaded, or that the user put there.</summary>
    public static string Weights => Path.Combine(Cache, "weights");

    /// <summary>Data sets that were downloaded.</summary>
    public static string Data => Path.Combine(Cache, "data");

    /// <summary>
    /// The studio's pictures and jobs, which cannot be replaced: <c>studio</c> in <c>ATELIER_DATA</c> if it is set, or else in
    /// <c>atelier</c> in <c>XDG_DATA_HOME</c>, <c>~/.local/share</c> or the platform's local application data.
    /// </summary>
    public static string Studio => Path.Combine(NonEmpty("ATELIER_DATA") ?? Path.Combine(DataBase, "atelier"), "studio");

    // On Linux, the local application data folder is ~/.local/share.
    private static string DataBase =>
        NonEmpty("XDG_DATA_HOME")
        ?? (Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } local
            ? local
            : Path.GetTempPath());

    private static string CacheBase =>
        NonEmpty("XDG_CACHE_HOME")
        ?? (OperatingSystem.IsLinux() && NonEmpty("HOME") is { } home ? Path.Combine(home, ".cache") : null)
        ?? (Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } local ? local : Path.GetTempPath());

    private static string? NonEmpty(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
