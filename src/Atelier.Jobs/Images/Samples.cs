using System.Security.Cryptography;
using Atelier.Imaging;

namespace Atelier.Jobs;

/// <summary>The built-in pictures.</summary>
internal static class Samples
{
    private static readonly Lazy<IReadOnlyList<StoredImage>> Loaded = new(() =>
    [
        Describe("town.jpg", ImageRole.Content, "Town by a river"),
        Describe("bird.jpg", ImageRole.Content, "Bird"),
        Describe("swirls.jpg", ImageRole.Style, "Swirls"),
        Describe("dots.jpg", ImageRole.Style, "Dots"),
        Describe("glass.jpg", ImageRole.Style, "Stained glass"),
        Describe("woodcut.jpg", ImageRole.Style, "Woodcut"),
    ]);

    /// <summary>Photographs first, then paintings.</summary>
    public static IReadOnlyList<StoredImage> All => Loaded.Value;

    /// <summary>The sample with that id; null where there is none.</summary>
    public static StoredImage? Find(string id) => All.FirstOrDefault(sample => sample.Id == id);

    /// <summary>The content of a sample's file.</summary>
    public static byte[] Read(string name)
    {
        using var resource = typeof(Samples).Assembly.GetManifestResourceStream($"samples/{name}")!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }

    private static StoredImage Describe(string name, ImageRole role, string title)
    {
        var content = Read(name);
        var header = ImageFile.ReadHeader(name, content);
        return new(Convert.ToHexStringLower(SHA256.HashData(content)), name, header.Width, header.Height, header.Format, content.Length, DateTimeOffset.UnixEpoch)
        {
            IsSample = true,
            Role = role,
            Title = title,
        };
    }
}
