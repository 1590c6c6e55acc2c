namespace Atelier.Core.Files;

/// <summary>A file in <see cref="UserFolders.Weights"/>.</summary>
/// <param name="Name">Its name, without the folder.</param>
/// <param name="Bytes">Its size.</param>
public sealed record CachedWeights(string Name, long Bytes)
{
    /// <summary>The files that are there, by name; none where the folder is absent or closed to this user.</summary>
    public static IReadOnlyList<CachedWeights> List()
    {
        try
        {
            // Names that begin with a dot are downloads under way.
            return
            [
                .. new DirectoryInfo(UserFolders.Weights).EnumerateFiles()
                    .Where(file => !file.Name.StartsWith('.'))
                    .OrderBy(file => file.Name, StringComparer.Ordinal)
                    .Select(file => new CachedWeights(file.Name, file.Length)),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
