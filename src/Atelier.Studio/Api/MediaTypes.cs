using Atelier.Imaging;

namespace Atelier.Studio;

/// <summary>What browsers call the formats.</summary>
internal static class MediaTypes
{
    /// <summary>Of all formats.</summary>
    public static string[] All { get; } = [.. Enum.GetValues<ImageFormat>().Select(For)];

    /// <summary>For example <c>image/png</c>.</summary>
    public static string For(ImageFormat format) => $"image/{format.ToString().ToLowerInvariant()}";
}
