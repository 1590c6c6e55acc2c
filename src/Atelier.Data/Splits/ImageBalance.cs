namespace Atelier.Data;

/// <summary>How many images of a split each class has and, if the images have an attribute, each class with each of its values.</summary>
public sealed record ImageBalance
{
    /// <summary>The classes, by index.</summary>
    public required IReadOnlyList<ClassCount> Classes { get; init; }

    /// <summary>The largest class's training images over the smallest's: 1 for a balanced set, infinite if a class has none.</summary>
    public double Imbalance => Classes.Max(count => count.Training) / (double)Classes.Min(count => count.Training);

    /// <summary>The attribute's name; null if the images have none.</summary>
    public string? Attribute { get; init; }

    /// <summary>The attribute's values in ordinal order, with null at the end if it is missing for an image.</summary>
    public IReadOnlyList<string?> Values { get; init; } = [];

    /// <summary>Each class with each of those values, by class, even if there are no such images.</summary>
    public IReadOnlyList<GroupCount> Groups { get; init; } = [];

    /// <summary>Images without the attribute.</summary>
    public int Missing => Groups.Where(group => group.Value is null).Sum(group => group.Training + group.Validation);

    /// <summary>Counts the images of a split.</summary>
    public static ImageBalance Count(ImageCollection images, DataSplit split)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(split);
        Dictionary<(int Class, int? Value), int> Count(IReadOnlyList<int> chosen) =>
            chosen.Select(index => images.Images[index]).CountBy(image => (image.Class, image.Attribute)).ToDictionary();
        var (training, validation) = (Count(split.Training), Count(split.Validation));
        static int InClass(Dictionary<(int Class, int? Value), int> counts, int index) => counts.Where(group => group.Key.Class == index).Sum(group => group.Value);
        var balance = new ImageBalance
        {
            Classes = [.. images.Classes.Select((name, at) => new ClassCount(name, images.ClassIds[at], InClass(training, at), InClass(validation, at)))],
        };
        if (images.Attribute is null)
            return balance;
        var places = Enumerable.Range(0, images.AttributeValues.Count).Select(place => (int?)place).ToList();
        if (training.Keys.Concat(validation.Keys).Any(group => group.Value is null))
            places.Add(null);
        string? Name(int? place) => place is { } value ? images.AttributeValues[value] : null;
        return balance with
        {
            Attribute = images.Attribute,
            Values = [.. places.Select(Name)],
            Groups =
            [
                .. from entry in images.Classes.Index()
                   from place in places
                   select new GroupCount(entry.Item, Name(place), training.GetValueOrDefault((entry.Index, place)), validation.GetValueOrDefault((entry.Index, place))),
            ],
        };
    }
}

/// <summary>How many images a class has.</summary>
/// <param name="Class">Its name.</param>
/// <param name="Id">What the data set calls it: the WordNet ID, or the name again.</param>
/// <param name="Training">Images for training.</param>
/// <param name="Validation">Images for validation.</param>
public sealed record ClassCount(string Class, string Id, int Training, int Validation);

/// <summary>How many images of a class have one value of an attribute.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Value">The attribute's value; null if it is missing.</param>
/// <param name="Training">Images for training.</param>
/// <param name="Validation">Images for validation.</param>
public sealed record GroupCount(string Class, string? Value, int Training, int Validation);
