namespace Atelier.Data;

/// <summary>How <see cref="ImageCollection.Open"/> reads a data set.</summary>
public sealed record ImageCollectionOptions
{
    /// <summary>What to do with files that cannot be read; refuse by default.</summary>
    public CorruptFiles Corrupt { get; init; } = CorruptFiles.Refuse;

    /// <summary>A CSV file that labels the images, in place of folders; null by default.</summary>
    public string? LabelFile { get; init; }

    /// <summary>The header of the column with file names; guessed by default (file, filename, image, path, id and their like, or the first of two).</summary>
    public string? FileColumn { get; init; }

    /// <summary>The header of the column with labels; guessed by default (label, class, category, breed and their like, or the second of two).</summary>
    public string? LabelColumn { get; init; }

    /// <summary>A CSV file that says something of the images besides their classes; by default the file of the labels, where a column of it is named.</summary>
    public string? AttributeFile { get; init; }

    /// <summary>The header of the column with the attribute; null, the default, for none, or for the one beside the file names in <see cref="AttributeFile"/>.</summary>
    public string? AttributeColumn { get; init; }
}
