using System.Text.RegularExpressions;

namespace Atelier.Data;

/// <summary>Which class and part each image belongs to, according to the names of files and folders or to a table.</summary>
/// <param name="Images">In the ordinal order of their names; those that belong to no class are left out.</param>
/// <param name="Remarks">What was left out, or is odd in another way, a sentence each.</param>
internal sealed partial record CollectionLayout(List<(string Name, string Class, DataPart Part)> Images, IReadOnlyList<string> Remarks)
{
    /// <summary>By folders: the class is the first folder, or the second if the first are train and val.</summary>
    /// <param name="path">The name of the data set in error messages.</param>
    /// <param name="names">Images, in ordinal order.</param>
    public static CollectionLayout ByFolders(string path, IReadOnlyList<string> names) => SplitFolders.In(path, names) switch
    {
        [] => ByClasses(path, names),
        [var folder] => ByParts(path, names, folder),
        var several => ByPartsOfClasses(path, names, several),
    };

    /// <summary>By a table of files and labels; its own split wins over the folders train and val.</summary>
    /// <param name="path">The name of the data set in error messages.</param>
    /// <param name="names">Images, in ordinal order.</param>
    /// <param name="find">Finds the images that the table names.</param>
    /// <param name="tablePath">The table's file.</param>
    /// <param name="table">Its rows.</param>
    public static CollectionLayout ByTable(string path, IReadOnlyList<string> names, ImageNames find, string tablePath, LabelTable table)
    {
        var found = new SortedDictionary<string, (string Label, DataPart Part)>(StringComparer.Ordinal);
        foreach (var ((file, label, part), (isFound, name)) in table.Rows.Zip(find.Find(tablePath, [.. table.Rows.Select(row => row.File)])))
        {
            if (!isFound)
                throw new DataSetException(tablePath, $"labels '{file}', but {path} has no such image; correct or remove the row.");
            if (name is null)
                throw new DataSetException(tablePath, $"labels '{file}', but several images of {path} have that name; include its folder.");
            if (!found.TryAdd(name, (label, part)) && found[name] != (label, part))
                throw new DataSetException(tablePath, found[name].Label != label
                    ? $"gives '{file}' two labels, '{found[name].Label}' and '{label}'; keep one."
                    : $"has '{file}' both for training and for validation; keep one.");
        }
        var remarks = table.Remarks.ToList();
        if (names.Count - found.Count is var rest and > 0)
            remarks.Add($"{tablePath} labels {found.Count} of {names.Count} images; the {(rest == 1 ? "other one was" : "others were")} left out.");
        var images = found.Select(image => (image.Key, image.Value.Label, image.Value.Part)).ToList();
        return new(table.Rows.Any(row => row.Part is not DataPart.Any) ? images : WithFolderParts(images), remarks);
    }

    // Pictures in train and val folders, and a table of labels for both.
    private static List<(string Name, string Class, DataPart Part)> WithFolderParts(List<(string Name, string Class, DataPart Part)> images)
    {
        if (SplitFolders.Shallowest([.. images.Select(image => image.Name)]) is not [var folder])
            return images;
        DataPart[] parts = [.. images.Select(image => image.Name.StartsWith(folder, StringComparison.Ordinal) ? FolderParts.Of(First(image.Name[folder.Length..])) : DataPart.Any)];
        return parts.Contains(DataPart.Any) ? images : WithTest([.. images.Select((image, i) => (image.Name, image.Class, parts[i]))]);
    }

    private static CollectionLayout ByClasses(string path, IReadOnlyList<string> names)
    {
        var start = WrapperLength(names);
        var (inside, outside) = (new List<(string Name, string Class, DataPart Part)>(), new List<string>());
        foreach (var name in names)
            if (name.Length > start && name.IndexOf('/', start) is var slash and >= 0)
                inside.Add((name, name[start..slash], DataPart.Any));
            else
                outside.Add(name);
        if (inside.DistinctBy(image => image.Class).Count() < 2 && ByFileNames(names) is { } named)
            return new([.. named.Select(image => (image.Name, image.Class, DataPart.Any))], [NamesRemark(named[0])]);
        if (inside.Count == 0 && names.Count > 0)
            throw new DataSetException(path, "has images but no class folders: put the images of each class into a folder named for it, or give a CSV file of labels.");
        return new(inside, outside is [] ? [] : [OutsideRemark(outside)]);
    }

    private static CollectionLayout ByParts(string path, IReadOnlyList<string> names, string folder)
    {
        var (remarks, images, outside) = (new List<string>(), new List<(string Name, string Class, DataPart Part)>(), new List<string>());
        foreach (var top in names.GroupBy(name => name.StartsWith(folder, StringComparison.Ordinal) && name.IndexOf('/', folder.Length) >= 0 ? First(name[folder.Length..]) : null))
        {
            string[] all = [.. top];
            if (top.Key is null)
                outside.AddRange(all);
            else if (FolderParts.Of(top.Key) is var part && part is DataPart.Any)
                remarks.Add($"The folder '{folder}{top.Key}' ({Count(all.Length)}) belongs neither to training nor to validation and was left out.");
            else
                images.AddRange(InPart(all, folder.Length + top.Key.Length + 1, part, $"{folder}{top.Key}", remarks));
        }
        if (images.TrueForAll(image => image.Part is not DataPart.Training))
            throw new DataSetException(path, "has images but no class folders in its training folder: put the images of each class into a folder named for it, or give a CSV file of labels.");
        if (outside is not [])
            remarks.Add(OutsideRemark(outside));
        if (images.TrueForAll(image => image.Part is DataPart.Training))
            images = [.. images.Select(image => (image.Name, image.Class, DataPart.Any))];
        else if (images.TrueForAll(image => image.Part is not DataPart.Validation))
            remarks.Add("There is no validation folder, so the images of the test folder validate.");
        return new(WithTest(images), remarks);
    }

    // Either class folders or names with classes; an unlabeled test set has neither.
    private static IEnumerable<(string Name, string Class, DataPart Part)> InPart(string[] names, int start, DataPart part, string folder, List<string> remarks)
    {
        var inside = names.Where(name => name.IndexOf('/', start) >= 0).ToList();
        if (inside.Count == 0 && ByFileNames(names) is { } named)
        {
            remarks.Add(NamesRemark(named[0]));
            return named.Select(image => (image.Name, image.Class, part));
        }
        if (inside.Count == 0)
            remarks.Add($"The folder '{folder}' ({Count(names.Length)}) has no class folders and was left out.");
        else if (inside.Count < names.Length)
            remarks.Add(OutsideRemark([.. names.Except(inside, StringComparer.Ordinal)]));
        return inside.Select(name => (name, First(name[start..]), part));
    }

    // Class folders that have train and val folders of their own.
    private static CollectionLayout ByPartsOfClasses(string path, IReadOnlyList<string> names, IReadOnlyList<string> folders)
    {
        var (images, outside) = (new List<(string Name, string Class, DataPart Part)>(), new List<string>());
        foreach (var name in names)
        {
            var folder = folders.FirstOrDefault(folder => name.StartsWith(folder, StringComparison.Ordinal));
            var parts = folder is null ? [] : name[folder.Length..].Split('/');
            if (parts is [_, _, _, ..])
                throw new DataSetException(path, $"has several data sets, each with train and val folders ({string.Join(", ", folders.Take(3).Select(each => each.TrimEnd('/')))}{(folders.Count > 3 ? ", ..." : "")}); name one of them.");
            if (parts is [var top, _] && FolderParts.Of(top) is var part && part is not DataPart.Any)
                images.Add((name, folder!.TrimEnd('/').Split('/')[^1], part));
            else
                outside.Add(name);
        }
        return new(WithTest(images), outside is [] ? [] : [OutsideRemark(outside)]);
    }

    // Without a validation folder, the test folder is for validation.
    private static List<(string Name, string Class, DataPart Part)> WithTest(List<(string Name, string Class, DataPart Part)> images) => images.Exists(image => image.Part is DataPart.Validation)
        ? images
        : [.. images.Select(image => image.Part is DataPart.Test ? (image.Name, image.Class, DataPart.Validation) : image)];

    // Kaggle's cat.0.jpg, as long as all are named like that.
    private static List<(string Name, string Class)>? ByFileNames(IReadOnlyList<string> names)
    {
        var named = new List<(string Name, string Class)>();
        foreach (var name in names)
            if (ClassAndNumber().Match(name) is { Success: true } match)
                named.Add((name, match.Groups["class"].Value));
            else
                return null;
        return named.DistinctBy(image => image.Class).Count() > 1 ? named : null;
    }

    // Folders around everything mean nothing, as long as one is left for the class; files beside them have no class anyway.
    private static int WrapperLength(IReadOnlyList<string> names)
    {
        var start = 0;
        while (names.Where(name => name.Length > start && name.IndexOf('/', start) >= 0).ToList() is { Count: > 0 } inner)
        {
            var wrapper = inner[0][..(inner[0].IndexOf('/', start) + 1)];
            if (!inner.TrueForAll(name => name.StartsWith(wrapper, StringComparison.Ordinal)) || !inner.Exists(name => name.IndexOf('/', wrapper.Length) >= 0))
                break;
            start = wrapper.Length;
        }
        return start;
    }

    private static string NamesRemark((string Name, string Class) image) => $"The files' names give the classes, such as '{image.Class}' in {image.Name.Split('/')[^1]}.";

    private static string OutsideRemark(List<string> names) => names is [var one]
        ? $"The image {one} is in no class folder and was left out."
        : $"{Count(names.Count)} are in no class folder and were left out, such as {names[0]}.";

    private static string Count(int images) => images == 1 ? "1 image" : $"{images} images";

    private static string First(string name) => name.Split('/', 2)[0];

    [GeneratedRegex(@"(\A|/)(?<class>[^./]*\p{L}[^./]*)\.\d+\.[^./]+\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ClassAndNumber();
}
