namespace Atelier.Data;

/// <summary>The groups of a collection, to draw equally: its classes or, if it has an attribute, each class with each of its values.</summary>
internal static class ImageGroups
{
    /// <summary>An image's group; null if the attribute is missing.</summary>
    /// <param name="images">The collection.</param>
    public static Func<LabeledImage, int?> From(ImageCollection images)
    {
        ArgumentNullException.ThrowIfNull(images);
        return images.Attribute is null ? image => image.Class : image => image.Class * images.AttributeValues.Count + image.Attribute;
    }
}
