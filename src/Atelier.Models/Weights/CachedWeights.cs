using Atelier.Core;

namespace Atelier.Models;

/// <summary>A weight file in <see cref="UserFolders.Weights"/>: downloaded, or put there by the user.</summary>
/// <param name="Name">The file's name, without the folder.</param>
/// <param name="Bytes">Its size.</param>
public sealed record CachedWeights(string Name, long Bytes)
{
    /// <summary>Its path.</summary>
    public string FullPath => Path.Combine(UserFolders.Weights, Name);

    // What a user calls it if the catalog has no name for it.
    internal string Stem => Path.GetFileNameWithoutExtension(Name);

    /// <summary>The files that are there, by name; none if the folder does not exist or cannot be read.</summary>
    public static IReadOnlyList<CachedWeights> List()
    {
        try
        {
            // Names that begin with a dot are downloads in progress.
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

    /// <summary>The file that a network's name refers to; null if there is none.</summary>
    /// <param name="files">To choose from.</param>
    /// <param name="network">Its name: <c>vgg19</c> is vgg19.safetensors, or the hub's vgg19-dcbb9e9d.pth.</param>
    /// <param name="published">The name of the file that is published for it, which takes precedence.</param>
    internal static CachedWeights? Find(IReadOnlyList<CachedWeights> files, string network, string? published = null) =>
        files.FirstOrDefault(file => file.Name == published)
        ?? files.FirstOrDefault(file => file.Stem == network)
        ?? files.FirstOrDefault(file => PublishedWeights.FromFileName(file.Name)?.Name == network);
}
