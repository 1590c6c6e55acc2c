using Atelier.Imaging;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Atelier.Studio;

/// <summary>Pictures as answers.</summary>
internal static class FileAnswers
{
    /// <summary>A picture that stays as it is as long as its address does: browsers need not ask again.</summary>
    public static PhysicalFileHttpResult Lasting(HttpContext context, string path, ImageFormat format, string? downloadName = null)
    {
        context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return TypedResults.PhysicalFile(path, MediaTypes.For(format), downloadName, ChangedAt(path), TagOf(path));
    }

    /// <summary>A picture that may be another the next time.</summary>
    public static PhysicalFileHttpResult Passing(HttpContext context, string path)
    {
        context.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.PhysicalFile(path, MediaTypes.For(ImageFormat.Jpeg), lastModified: ChangedAt(path), entityTag: TagOf(path));
    }

    private static DateTimeOffset ChangedAt(string path) => new(File.GetLastWriteTimeUtc(path));

    // Files appear whole and are replaced whole, so that time and length tell one from the next.
    private static EntityTagHeaderValue TagOf(string path)
    {
        var file = new FileInfo(path);
        return new($"\"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}\"");
    }
}
