namespace Atelier.Data;

/// <summary>How <see cref="ImageCollection.Open"/> reads a data set.</summary>
public sealed record ImageCollectionOptions
{
    /// <summary>
    /// Whether to leave out and report files that are named as images but are not, or are damaged; false, the default, stops at the
    /// first one and names it. Where damage shows only when an image is decoded, the next good image of its class stands in for it in
    /// training, and validation goes without it.
    /// </summary>
    public bool SkipCorrupt { get; init; }

    /// <summary>A CSV file that labels the images, instead of folders; null by default.</summary>
    public string? LabelFile { get; init; }

    /// <summary>The header of the column with file names; guessed by default (file, filename, image, path, id and the like, or the first of two).</summary>
    public string? FileColumn { get; init; }

    /// <summary>The header of the column with labels; guessed by default (label, class, category, breed and the like, or the second of two).</summary>
    public string? LabelColumn { get; init; }

    /// <summary>A CSV file with an attribute of the images besides their classes; by default the file of labels, if a column of it is named.</summary>
    public string? AttributeFile { get; init; }

    /// <summary>The header of the column with the attribute; null, the default, for none, or for the one besides the file names in <see cref="AttributeFile"/>.</summary>
    public string? AttributeColumn { get; init; }
}
