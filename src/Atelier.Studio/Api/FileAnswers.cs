using Atelier.Imaging;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Atelier.Studio;

/// <summary>Answers that are pictures.</summary>
internal static class FileAnswers
{
    /// <summary>The media types of all formats.</summary>
    public static string[] MediaTypes { get; } = [.. Enum.GetValues<ImageFormat>().Select(MediaTypeOf)];

    /// <summary>For example <c>image/png</c>.</summary>
    public static string MediaTypeOf(ImageFormat format) => format is ImageFormat.JpegXl ? "image/jxl" : $"image/{format.ToString().ToLowerInvariant()}";

    /// <summary>A picture that never changes under its address, so that browsers need not ask again.</summary>
    public static PhysicalFileHttpResult Lasting(HttpContext context, string path, ImageFormat format, string? downloadName = null)
    {
        context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return TypedResults.PhysicalFile(path, MediaTypeOf(format), downloadName, ChangedAt(path), TagOf(path));
    }

    /// <summary>A picture that may change.</summary>
    public static PhysicalFileHttpResult Passing(HttpContext context, string path)
    {
        context.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.PhysicalFile(path, MediaTypeOf(ImageFormat.Jpeg), lastModified: ChangedAt(path), entityTag: TagOf(path));
    }

    private static DateTimeOffset ChangedAt(string path) => new(File.GetLastWriteTimeUtc(path));

    // Files are replaced as a whole, so that time and length tell one version from the next.
    private static EntityTagHeaderValue TagOf(string path)
    {
        var file = new FileInfo(path);
        return new($"\"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}\"");
    }
}
