namespace Atelier.Models;

/// <summary>The thousand classes of ImageNet's challenge (ILSVRC 2012).</summary>
internal static class ImageNetClasses
{
    private static readonly Lazy<IReadOnlyList<string>> AllNames = new(Read);

    /// <summary>1000 distinct English names in the order of the networks' outputs: 281 is a tabby.</summary>
    public static IReadOnlyList<string> Names => AllNames.Value;

    private static IReadOnlyList<string> Read()
    {
        using var reader = new StreamReader(typeof(ImageNetClasses).Assembly.GetManifestResourceStream("ImageNet/classes.txt")!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[4..].TrimEnd())];
    }
}
