namespace Atelier.Data;

/// <summary>What part of a data set its layout says an image belongs to.</summary>
public enum DataPart
{
    /// <summary>The layout does not say.</summary>
    Any,

    /// <summary>In the folder <c>train</c>.</summary>
    Training,

    /// <summary>In the folder <c>val</c>, <c>valid</c> or <c>validation</c>, or in <c>test</c> where there is none of those.</summary>
    Validation,

    /// <summary>In the folder <c>test</c>, beside a validation folder.</summary>
    Test,
}

/// <summary>An image of a collection.</summary>
/// <param name="Name">In the data set, with forward slashes.</param>
/// <param name="Class">Index of its class.</param>
/// <param name="Part">What the layout says.</param>
public sealed record LabeledImage(string Name, int Class, DataPart Part)
{
    /// <summary>Index of its value in <see cref="ImageCollection.AttributeValues"/>; null where it is missing, or where the collection has no attribute.</summary>
    public int? Attribute { get; init; }
}
