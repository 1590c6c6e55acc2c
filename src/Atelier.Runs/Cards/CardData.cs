using Atelier.Data;

namespace Atelier.Runs;

/// <summary>What a model learned from.</summary>
/// <param name="Name">The name of the folder or file.</param>
/// <param name="Classes">Images by class.</param>
/// <param name="Groups">Images by class and attribute; null where no attribute is known.</param>
internal sealed record CardData(string Name, IReadOnlyList<ClassCount> Classes, CardAttribute? Groups);

/// <summary>How an attribute is spread over the classes.</summary>
/// <param name="Attribute">Its name.</param>
/// <param name="Values">Its values; null if it is missing for an image.</param>
/// <param name="Groups">Each class with each of those.</param>
internal sealed record CardAttribute(string Attribute, IReadOnlyList<string?> Values, IReadOnlyList<GroupCount> Groups)
{
    /// <summary>Images without the attribute.</summary>
    public int Missing => Groups.Where(group => group.Value is null).Sum(group => group.Training + group.Validation);

    /// <summary>What a balance says of the attribute; null if there is none.</summary>
    public static CardAttribute? Of(ImageBalance balance) =>
        balance.Attribute is { } attribute ? new(attribute, balance.Values, balance.Groups) : null;
}
