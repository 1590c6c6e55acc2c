namespace Atelier.Data;

/// <summary>Finds the folders that are divided into train and val, or train and test.</summary>
internal static class SplitFolders
{
    /// <summary>The folders to go by.</summary>
    /// <param name="path">The name of the data set in error messages.</param>
    /// <param name="names">Images, in ordinal order.</param>
    /// <returns>Each with a slash at its end, or empty for the outermost: none, the one, or those of all classes.</returns>
    public static IReadOnlyList<string> In(string path, IReadOnlyList<string> names)
    {
        var found = Shallowest(names);
        if (found.Count < 2)
            return found;
        return found.Select(folder => folder.TrimEnd('/').LastIndexOf('/')).Distinct().Count() == 1
            ? found
            : throw new DataSetException(path, $"has several data sets, each with train and val folders ({string.Join(", ", found.Take(3).Select(folder => folder.TrimEnd('/')))}); name one of them.");
    }

    /// <summary>Of the divided folders, those with the fewest folders above them; a sample of the data may lie deeper.</summary>
    public static IReadOnlyList<string> Shallowest(IReadOnlyList<string> names)
    {
        var parts = new SortedDictionary<string, HashSet<DataPart>>(StringComparer.Ordinal);
        foreach (var folders in names.Select(name => name[..(name.LastIndexOf('/') + 1)]).Distinct(StringComparer.Ordinal))
            for (var (start, end) = (0, folders.IndexOf('/', StringComparison.Ordinal)); end >= 0; (start, end) = (end + 1, folders.IndexOf('/', end + 1)))
                if (FolderParts.Of(folders[start..end]) is var part and not DataPart.Any)
                    (parts.TryGetValue(folders[..start], out var known) ? known : parts[folders[..start]] = []).Add(part);
        var divided = parts.Where(folder => folder.Value.Contains(DataPart.Training) && folder.Value.Count > 1).Select(folder => folder.Key).ToList();
        var depth = divided.Select(Depth).DefaultIfEmpty(0).Min();
        return [.. divided.Where(folder => Depth(folder) == depth)];
    }

    private static int Depth(string folder) => folder.Count(letter => letter == '/');
}
