using Atelier.Core.Images;

namespace Atelier.Studio.Api;

/// <summary>What browsers call the formats.</summary>
internal static class MediaTypes
{
    /// <summary>Of all formats.</summary>
    public static string[] All { get; } = [.. Enum.GetValues<ImageFormat>().Select(Of)];

    /// <summary>For example <c>image/png</c>.</summary>
    public static string Of(ImageFormat format) => $"image/{format.ToString().ToLowerInvariant()}";
}
