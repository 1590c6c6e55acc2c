using Atelier.Core;

namespace Atelier.Models;

/// <summary>A file in <see cref="UserFolders.Weights"/>.</summary>
/// <param name="Name">Its name, without the folder.</param>
/// <param name="Bytes">Its size.</param>
public sealed record CachedWeights(string Name, long Bytes)
{
    /// <summary>Its path.</summary>
    public string FullPath => Path.Combine(UserFolders.Weights, Name);

    /// <summary>The file that a network's short name stands for: <c>vgg19</c> is vgg19-dcbb9e9d.pth or vgg19.safetensors; null where there is none.</summary>
    public static CachedWeights? Find(string network)
    {
        var official = OfficialWeights.All.FirstOrDefault(weight => weight.Name == network)?.FileName;
        return List().FirstOrDefault(file =>
            file.Name == official || file.Name.StartsWith(network + "-", StringComparison.Ordinal) || Path.GetFileNameWithoutExtension(file.Name) == network);
    }

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
