using Atelier.Imaging;
using Atelier.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Studio;

/// <summary>The pictures that jobs make.</summary>
internal static class ResultEndpoints
{
    private static readonly ImageFormat[] Formats = [ImageFormat.Png, ImageFormat.Jpeg, ImageFormat.WebP, ImageFormat.Tiff];

    /// <summary>Maps them.</summary>
    public static void MapResults(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/jobs/{id}").WithTags("Results").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/result", ResultAsync).Produces(StatusCodes.Status200OK, contentType: "image/png", additionalContentTypes: ["image/jpeg", "image/webp", "image/tiff"])
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/preview", PreviewAsync).Produces(StatusCodes.Status200OK, contentType: "image/jpeg");
        group.MapGet("/thumbnail", ThumbnailAsync).Produces(StatusCodes.Status200OK, contentType: "image/jpeg");
    }

    /// <summary>The finished picture.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="format">png (the default, which contains the settings), jpeg, webp or tiff.</param>
    /// <param name="download">Whether a browser is to save it instead of showing it.</param>
    internal static async Task<PhysicalFileHttpResult> ResultAsync(
        JobHost host, HttpContext context, string id, CancellationToken stop, string format = "png", bool download = false)
    {
        var wanted = Format(format);
        var file = await host.Results.FileAsync(id, wanted, stop);
        return FileAnswers.Lasting(context, file, wanted, download ? $"atelier-{id}{Path.GetExtension(file)}" : null);
    }

    /// <summary>The newest preview of a job.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="n">Any number; changing it keeps browsers from showing an old picture.</param>
    internal static async Task<PhysicalFileHttpResult> PreviewAsync(JobHost host, HttpContext context, string id, CancellationToken stop, int? n = null) =>
        FileAnswers.Passing(context, await host.Results.PreviewAsync(id, stop));

    /// <summary>A small JPEG of the result or, until there is one, of the newest preview.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="size">Longer side in pixels at most, 16 to 1024; 320 by default.</param>
    internal static async Task<PhysicalFileHttpResult> ThumbnailAsync(
        JobHost host, HttpContext context, string id, CancellationToken stop, int size = ImageStore.ThumbnailSize) =>
        FileAnswers.Passing(context, await host.Results.ThumbnailAsync(id, size, stop));

    private static ImageFormat Format(string word) =>
        Formats.Cast<ImageFormat?>().FirstOrDefault(format => format.ToString()!.Equals(word, StringComparison.OrdinalIgnoreCase))
        ?? throw new JobException(JobProblem.Invalid, $"There is no format '{word}'; use png, jpeg, webp or tiff.");
}
