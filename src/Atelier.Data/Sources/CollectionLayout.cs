namespace Atelier.Data;

/// <summary>Finds out from names alone which class and part each image belongs to.</summary>
internal static class CollectionLayout
{
    /// <summary>By folders: the class is the first folder, or the second if the first are train and val.</summary>
    /// <param name="path">The name of the data set in error messages.</param>
    /// <param name="names">Images, in ordinal order.</param>
    public static List<(string Name, string Class, DataPart Part)> ByFolders(string path, IReadOnlyList<string> names)
    {
        var start = WrapperLength(names);
        var split = names.Select(name => (Name: name, Folders: name[start..].Split('/')[..^1])).ToList();
        var tops = split.Where(file => file.Folders.Length > 0).Select(file => PartOf(file.Folders[0])).ToHashSet();
        var hasParts = tops.Contains(DataPart.Training) && !tops.Contains(DataPart.Any) && tops.Count > 1;
        // Without a validation folder, the test folder is for validation.
        var test = tops.Contains(DataPart.Validation) ? DataPart.Test : DataPart.Validation;
        var depth = hasParts ? 2 : 1;
        var found = split.Where(file => file.Folders.Length >= depth).Select(file =>
        {
            var part = hasParts ? PartOf(file.Folders[0]) : DataPart.Any;
            return (file.Name, file.Folders[depth - 1], part is DataPart.Test ? test : part);
        }).ToList();
        if (found.Count == 0 && names.Count > 0)
            throw new DataSetException(path, "has images but no class folders: put the images of each class into a folder named for it, or give a CSV file of labels.");
        return found;
    }

    /// <summary>By a table of files and labels.</summary>
    public static List<(string Name, string Class, DataPart Part)> ByTable(
        string path, ImageNames names, string tablePath, IReadOnlyList<(string File, string Label)> rows)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (file, label) in rows)
        {
            if (!names.TryFind(file, out var name))
                throw new DataSetException(tablePath, $"labels '{file}', but {path} has no such image; correct or remove the row.");
            if (name is null)
                throw new DataSetException(tablePath, $"labels '{file}', but several images of {path} have that name; include its folder.");
            if (!found.TryAdd(name, label) && found[name] != label)
                throw new DataSetException(tablePath, $"gives '{file}' two labels, '{found[name]}' and '{label}'; keep one.");
        }
        return [.. found.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value, DataPart.Any))];
    }

    // Folders around everything mean nothing, as long as one is left for the class.
    private static int WrapperLength(IReadOnlyList<string> names)
    {
        var start = 0;
        while (names.Count > 0 && names[0].IndexOf('/', start) is var slash and >= 0)
        {
            var wrapper = names[0][..(slash + 1)];
            if (!names.All(name => name.StartsWith(wrapper, StringComparison.Ordinal) && name.IndexOf('/', wrapper.Length) >= 0))
                break;
            start = wrapper.Length;
        }
        return start;
    }

    private static DataPart PartOf(string folder) => folder.ToUpperInvariant() switch
    {
        "TRAIN" or "TRAINING" => DataPart.Training,
        "VAL" or "VALID" or "VALIDATION" => DataPart.Validation,
        "TEST" or "TESTING" => DataPart.Test,
        _ => DataPart.Any,
    };
}
