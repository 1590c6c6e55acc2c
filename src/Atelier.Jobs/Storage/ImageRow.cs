using Atelier.Imaging;

namespace Atelier.Jobs;

/// <summary>An upload in the database.</summary>
internal sealed class ImageRow
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>Name of an <see cref="ImageFormat"/>.</summary>
    public required string Format { get; init; }

    public required long Bytes { get; init; }

    public required long CreatedAt { get; init; }

    /// <summary>The <see cref="JobRequest"/> that made it, as JSON; null where none did.</summary>
    public string? Settings { get; init; }
}
