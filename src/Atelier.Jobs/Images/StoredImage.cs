using System.Text.Json.Serialization;
using Atelier.Imaging;

namespace Atelier.Jobs;

/// <summary>A picture that jobs can start from.</summary>
/// <param name="Id">SHA-256 of the file, in lower-case hexadecimal digits.</param>
/// <param name="Name">What it was called, without folders and anything that is no letter, digit, space, point, dash or underscore.</param>
/// <param name="Width">Pixels across, upright.</param>
/// <param name="Height">Pixels down, upright.</param>
/// <param name="Format">By its content.</param>
/// <param name="Bytes">Of the file.</param>
/// <param name="CreatedAt">When it was first added.</param>
public sealed record StoredImage(string Id, string Name, int Width, int Height, ImageFormat Format, long Bytes, DateTimeOffset CreatedAt)
{
    /// <summary>Whether it is built in.</summary>
    [JsonPropertyName("sample")]
    public bool IsSample { get; init; }

    /// <summary>What a sample is for; null for an upload.</summary>
    public ImageRole? Role { get; init; }

    /// <summary>For people: a sample's title, an upload's name without its ending.</summary>
    public required string Title { get; init; }

    /// <summary>What made the picture, where it is a PNG that Atelier wrote; null otherwise.</summary>
    public JobRequest? Settings { get; init; }
}

/// <summary>What a picture is for.</summary>
public enum ImageRole
{
    /// <summary>To be painted.</summary>
    Content,

    /// <summary>To be painted like.</summary>
    Style,
}

/// <summary>Some of the images.</summary>
/// <param name="Items">The samples, then uploads, newest first.</param>
/// <param name="Next">What to ask for as <c>before</c> to go on; null at the end.</param>
public sealed record ImagePage(IReadOnlyList<StoredImage> Items, string? Next);
