using System.Text.Json.Serialization;
using Atelier.Imaging;

namespace Atelier.Jobs;

/// <summary>A picture that jobs can start from.</summary>
/// <param name="Id">SHA-256 of the file, in lower-case hexadecimal digits.</param>
/// <param name="Name">Its file name, without folders and with nothing but letters, digits, spaces, periods, hyphens and underscores.</param>
/// <param name="Width">Pixels, after any rotation that its metadata asks for.</param>
/// <param name="Height">Likewise.</param>
/// <param name="Format">Determined from the content.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="CreatedAt">When it was first added.</param>
public sealed record StoredImage(string Id, string Name, int Width, int Height, ImageFormat Format, long Bytes, DateTimeOffset CreatedAt)
{
    /// <summary>Whether it is built in.</summary>
    [JsonPropertyName("sample")]
    public bool IsSample { get; init; }

    /// <summary>Whether it is a painting that <c>atelier learn</c> has learned, which is then painted after at once.</summary>
    [JsonPropertyName("learned")]
    public bool IsLearned { get; init; }

    /// <summary>What a sample is meant for; null for an upload.</summary>
    public ImageRole? Role { get; init; }

    /// <summary>A title to show: a sample's own, or an upload's name without its extension.</summary>
    public required string Title { get; init; }

    /// <summary>The request that made the picture, where it is a PNG that Atelier wrote; null otherwise.</summary>
    public JobRequest? Settings { get; init; }
}

/// <summary>What a sample is meant for.</summary>
public enum ImageRole
{
    /// <summary>To be painted.</summary>
    Content,

    /// <summary>To give the style.</summary>
    Style,
}
