using Atelier.Imaging;
using Atelier.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Studio;

/// <summary>The pictures that jobs start from.</summary>
internal static class ImageEndpoints
{
    // What a form wraps around a file.
    private const int FormOverhead = 64 << 10;

    // What the reader of forms throws at an early end; a disk's errors have numbers of their own.
    private const int NumberOfNoDevice = unchecked((int)0x80131620);

    // An upload may come over a slow line.
    private const int UploadTimeouts = 10;

    /// <summary>Maps them.</summary>
    public static void MapImages(this IEndpointRouteBuilder routes, StudioOptions options)
    {
        var group = routes.MapGroup("/images").WithTags("Images");
        group.MapPost("", UploadAsync).WithRequestTimeout(options.Limits.RequestTimeout * UploadTimeouts)
            .WithMetadata(new RequestSizeLimitAttribute(options.JobHost.MaxUploadBytes + FormOverhead)).AddOpenApiOperationTransformer(Upload.Describe)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status507InsufficientStorage);
        group.MapGet("", ListAsync);
        group.MapGet("/{id}", GetAsync).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/{id}/file", FileAsync).Produces(StatusCodes.Status200OK, contentType: MediaTypes.All[0], additionalContentTypes: MediaTypes.All[1..]).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/{id}/thumbnail", ThumbnailAsync).Produces(StatusCodes.Status200OK, contentType: "image/jpeg").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapDelete("/{id}", DeleteAsync).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>Uploads a picture: as a form with one file, or as the body itself. A picture that is here already is the answer, whatever it is called.</summary>
    internal static async Task<Created<StoredImage>> UploadAsync(JobHost host, HttpRequest request, CancellationToken stop)
    {
        var upload = await Upload.OpenAsync(request, stop);
        try
        {
            var image = await host.Images.AddAsync(upload.Content, upload.Name, stop);
            return TypedResults.Created($"/api/v1/images/{image.Id}", image);
        }
        catch (IOException e) when (e.HResult == NumberOfNoDevice && e is not BadHttpRequestException)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, "The form is cut off within the file; send it again.");
        }
        catch (JobException e) when (e.Problem is JobProblem.Invalid or JobProblem.Full)
        {
            // The request itself was right: it is the file that is no picture, or the disk that is full.
            throw new ProblemException(e.Problem is JobProblem.Full ? StatusCodes.Status507InsufficientStorage : StatusCodes.Status422UnprocessableEntity, e.Message);
        }
    }

    /// <summary>The built-in samples, then uploads, newest first.</summary>
    /// <param name="limit">Uploads at most, 1 to 200; 100 by default.</param>
    /// <param name="before">Uploads older than that of this id.</param>
    internal static async Task<Ok<ImagePage>> ListAsync(JobHost host, CancellationToken stop, int limit = 100, string? before = null) =>
        TypedResults.Ok(await host.Images.ListAsync(limit, before, stop));

    /// <summary>What is known of a picture.</summary>
    /// <param name="id">The picture's id.</param>
    internal static async Task<Ok<StoredImage>> GetAsync(JobHost host, string id, CancellationToken stop) =>
        TypedResults.Ok(await host.Images.GetAsync(id, stop));

    /// <summary>The file as it was uploaded.</summary>
    /// <param name="id">The picture's id.</param>
    internal static async Task<PhysicalFileHttpResult> FileAsync(JobHost host, HttpContext context, string id, CancellationToken stop)
    {
        var image = await host.Images.GetAsync(id, stop);
        return FileAnswers.Lasting(context, await host.Images.FileAsync(id, stop), image.Format);
    }

    /// <summary>A small JPEG of the picture.</summary>
    /// <param name="id">The picture's id.</param>
    /// <param name="size">Longer side in pixels at most, 16 to 1024; 320 by default.</param>
    internal static async Task<PhysicalFileHttpResult> ThumbnailAsync(
        JobHost host, HttpContext context, string id, CancellationToken stop, int size = ImageStore.ThumbnailSize) =>
        FileAnswers.Lasting(context, await host.Images.ThumbnailAsync(id, size, stop), ImageFormat.Jpeg);

    /// <summary>Deletes an upload.</summary>
    /// <param name="id">The picture's id.</param>
    internal static async Task<NoContent> DeleteAsync(JobHost host, string id, CancellationToken stop)
    {
        await host.Images.DeleteAsync(id, stop);
        return TypedResults.NoContent();
    }
}
