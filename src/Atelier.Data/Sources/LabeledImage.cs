namespace Atelier.Data;

/// <summary>An image of a collection.</summary>
/// <param name="Name">In the data set, with forward slashes.</param>
/// <param name="Class">Index of its class.</param>
public sealed record LabeledImage(string Name, int Class)
{
    /// <summary>Index of its value in <see cref="ImageCollection.AttributeValues"/>; null if it is missing, or if the collection has no attribute.</summary>
    public int? Attribute { get; init; }

    internal DataPart Part { get; init; }
}

/// <summary>Which part of a data set an image belongs to, according to the layout.</summary>
internal enum DataPart
{
    /// <summary>The layout does not say.</summary>
    Any,

    /// <summary>In the folder <c>train</c>.</summary>
    Training,

    /// <summary>In the folder <c>val</c>, <c>valid</c> or <c>validation</c>, or in <c>test</c> if there is none of those.</summary>
    Validation,

    /// <summary>In the folder <c>test</c>, next to a validation folder.</summary>
    Test,
}
