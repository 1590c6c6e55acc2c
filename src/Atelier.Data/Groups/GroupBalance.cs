namespace Atelier.Data;

/// <summary>How many images of a class have one value of an attribute.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Value">The attribute's value; null where it is missing.</param>
/// <param name="Training">Images that train.</param>
/// <param name="Validation">Images that validate.</param>
public sealed record GroupCount(string Class, string? Value, int Training, int Validation);

/// <summary>How an attribute is spread over the classes of a data set.</summary>
/// <param name="Attribute">Its name.</param>
/// <param name="Values">Its values in ordinal order; at the end null, where it is missing for an image.</param>
/// <param name="Groups">Each class with each of those, by class, also where there are no images.</param>
public sealed record GroupBalance(string Attribute, IReadOnlyList<string?> Values, IReadOnlyList<GroupCount> Groups)
{
    /// <summary>Images without the attribute.</summary>
    public int Missing => Groups.Where(group => group.Value is null).Sum(group => group.Training + group.Validation);

    /// <summary>Counts the images of a split; null for a collection without an attribute.</summary>
    public static GroupBalance? Count(ImageCollection images, DataSplit split)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(split);
        if (images.Attribute is null)
            return null;
        Dictionary<(int, int?), int> Count(IReadOnlyList<int> chosen) =>
            chosen.Select(index => images.Images[index]).CountBy(image => (image.Class, image.Attribute)).ToDictionary();
        var (training, validation) = (Count(split.Training), Count(split.Validation));
        var places = Enumerable.Range(0, images.AttributeValues.Count).Select(place => (int?)place).ToList();
        if (training.Keys.Concat(validation.Keys).Any(group => group.Item2 is null))
            places.Add(null);
        string? Name(int? place) => place is { } value ? images.AttributeValues[value] : null;
        return new(
            images.Attribute,
            [.. places.Select(Name)],
            [
                .. from entry in images.Classes.Index()
                   from place in places
                   select new GroupCount(entry.Item, Name(place), training.GetValueOrDefault((entry.Index, place)), validation.GetValueOrDefault((entry.Index, place))),
            ]);
    }
}
