using NetVips;

namespace Atelier.Imaging;

/// <summary>What a photo says of itself: whose it is, of when, and of where. Kept as EXIF, and in a TIFF as XMP.</summary>
/// <remarks>libvips calls fields <c>exif-ifdN-Name</c>: 0 has those of the image, 2 of the exposure, 3 of the place.</remarks>
internal static class PhotoMetadata
{
    private const string Exif = "exif-ifd";
    private const string Place = "exif-ifd3-";

    // Not what is true of the photo's pixels alone, such as its size, orientation and thumbnail.
    private static readonly string[] Kept =
    [
        "exif-ifd0-Copyright", "exif-ifd0-Artist", "exif-ifd0-ImageDescription", "exif-ifd0-DateTime", "exif-ifd0-Make", "exif-ifd0-Model",
        "exif-ifd2-DateTimeOriginal", "exif-ifd2-DateTimeDigitized", "exif-ifd2-OffsetTime", "exif-ifd2-OffsetTimeOriginal", "exif-ifd2-OffsetTimeDigitized",
        "exif-ifd2-UserComment",
    ];

    /// <summary>The fields of an image that was opened.</summary>
    /// <param name="image">The photo.</param>
    /// <param name="withLocation">Whether the location is among them.</param>
    public static IReadOnlyDictionary<string, string> Read(Image image, bool withLocation) => image.GetFields()
        .Where(field => field.StartsWith(Exif, StringComparison.Ordinal) && (Kept.Contains(field) || (withLocation && field.StartsWith(Place, StringComparison.Ordinal))))
        .Select(field => (Field: field, Value: image.Get(field) as string)).Where(field => field.Value is { Length: > 0 })
        .ToDictionary(field => field.Field, field => field.Value!, StringComparer.Ordinal);

    /// <summary>The image with the fields; the caller disposes it.</summary>
    public static Image Add(Image image, IReadOnlyDictionary<string, string> fields) => image.Mutate(mutable =>
    {
        foreach (var (field, value) in fields)
            mutable.Set(GValue.GStrType, field, value);
    });

    /// <summary>The plain text of a field, which libvips follows with its type and length; null where there is none.</summary>
    public static string? Text(IReadOnlyDictionary<string, string> fields, string field) =>
        !fields.TryGetValue(field, out var value) ? null : value.LastIndexOf(" (", StringComparison.Ordinal) is > 0 and var end ? value[..end] : value;
}
