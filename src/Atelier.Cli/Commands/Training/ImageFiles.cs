using Atelier.Data;
using Atelier.Imaging;
using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.Extensions.FileSystemGlobbing.Abstractions;

namespace Atelier.Cli;

/// <summary>Finds the images that files, folders and patterns name.</summary>
internal static class ImageFiles
{
    /// <summary>All images, each once, in the order of the names; those of a folder in ordinal order.</summary>
    /// <exception cref="InputException">A name matches nothing.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> names) => [.. names.SelectMany(Find).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> Find(string name)
    {
        if (File.Exists(name))
            return [name];
        if (Directory.Exists(name))
            return Some(Directory.EnumerateFiles(name, "*", SearchOption.AllDirectories), name, $"{name}: has no images; name files, or a folder with images.");
        return name.Contains('*')
            ? Some(Match(name, out var root), root, $"{name}: no image matches this pattern.")
            : throw new InputException($"{name}: there is no such file or folder.");
    }

    // The same files as training sees in a data set of that folder.
    private static List<string> Some(IEnumerable<string> files, string folder, string problem) =>
        files.Where(file => ImageFile.IsNamedAsImage(file) && !ImageCollection.IsClutter(Path.GetRelativePath(folder, file).Replace('\\', '/'))).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } found ? found : throw new InputException(problem);

    // A pattern is matched in the deepest folder that it names without a star.
    private static IEnumerable<string> Match(string pattern, out string folder)
    {
        var parts = pattern.Replace('\\', '/').Split('/');
        var fixedParts = parts.TakeWhile(part => !part.Contains('*')).ToList();
        var root = string.Join('/', fixedParts) is var joined && joined.Length > 0 ? joined : pattern.StartsWith('/') ? "/" : ".";
        folder = root;
        if (!Directory.Exists(root))
            return [];
        var matcher = new Matcher(StringComparison.OrdinalIgnoreCase).AddInclude(string.Join('/', parts.Skip(fixedParts.Count)));
        return matcher.Execute(new DirectoryInfoWrapper(new DirectoryInfo(root))).Files.Select(file => root == "." ? file.Path : Path.Combine(root, file.Path));
    }
}
