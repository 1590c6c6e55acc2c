namespace Atelier.Jobs;

/// <summary>Sanitizes the names of uploads: they are shown and offered for downloads, and never used as paths here.</summary>
internal static class ImageName
{
    private const int Longest = 80;

    /// <summary>The name without folders and without anything but letters, digits, spaces, periods, hyphens and underscores.</summary>
    public static string Clean(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var kept = string.Concat(last.Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '.' or '-' or '_')).Trim(' ', '.');
        return kept.Length switch
        {
            0 => "picture",
            > Longest => kept[..Longest],
            _ => kept,
        };
    }

    /// <summary>The name without its extension.</summary>
    public static string TitleOf(string name) => Path.GetFileNameWithoutExtension(name) is { Length: > 0 } title ? title : name;
}
