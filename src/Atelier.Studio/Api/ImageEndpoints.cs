using Atelier.Imaging;
using Atelier.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Studio;

/// <summary>The pictures that jobs use.</summary>
internal static class ImageEndpoints
{
    // The headers and boundaries that a form adds to a file.
    private const int FormOverhead = 64 << 10;

    // The error of the form reader where the form ends early; errors of the disk have other numbers.
    private const int NumberOfNoDevice = unchecked((int)0x80131620);

    // The largest of thumbnails.
    private const int LargestView = 1024;

    // An upload may come over a slow connection.
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
        group.MapGet("/{id}/file", FileAsync).Produces(StatusCodes.Status200OK, contentType: FileAnswers.MediaTypes[0], additionalContentTypes: FileAnswers.MediaTypes[1..]).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/{id}/view", ViewAsync).Produces(StatusCodes.Status200OK, contentType: FileAnswers.MediaTypes[0], additionalContentTypes: FileAnswers.MediaTypes[1..]).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/{id}/thumbnail", ThumbnailAsync).Produces(StatusCodes.Status200OK, contentType: "image/jpeg").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapDelete("/{id}", DeleteAsync).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>Uploads a picture, as a form with one file or as the body itself; or a style that atelier learn has written, named *.style, which is listed as its painting. If the same picture is here already, the answer is that one, under its old name.</summary>
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
            throw new ProblemException(StatusCodes.Status400BadRequest, "The form ends in the middle of the file; send it again.");
        }
        catch (InvalidDataException)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, Upload.Malformed);   // what separates its parts
        }
        catch (JobException e) when (e.Problem is JobProblem.Invalid or JobProblem.Full)
        {
            // The request itself is valid, but the file is not a picture, or the disk is full.
            throw new ProblemException(e.Problem is JobProblem.Full ? StatusCodes.Status507InsufficientStorage : StatusCodes.Status422UnprocessableEntity, e.Message);
        }
    }

    /// <summary>The built-in samples, then uploads, newest first; but for masks, whose names end in .mask.png.</summary>
    /// <param name="limit">Uploads at most, 1 to 200; 100 by default.</param>
    /// <param name="before">Only uploads older than this one.</param>
    internal static async Task<Ok<Page<StoredImage>>> ListAsync(JobHost host, CancellationToken stop, int limit = 100, string? before = null) =>
        TypedResults.Ok(await host.Images.ListAsync(limit, before, stop));

    /// <summary>The details of a picture.</summary>
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

    /// <summary>The file where browsers show its format; else, as for TIFF and HEIC, a JPEG of at most 1024 pixels.</summary>
    /// <param name="id">The picture's id.</param>
    internal static async Task<PhysicalFileHttpResult> ViewAsync(JobHost host, HttpContext context, string id, CancellationToken stop)
    {
        var image = await host.Images.GetAsync(id, stop);
        return image.Format is ImageFormat.Tiff or ImageFormat.Heic or ImageFormat.JpegXl
            ? FileAnswers.Lasting(context, await host.Images.ThumbnailAsync(id, LargestView, stop), ImageFormat.Jpeg)
            : FileAnswers.Lasting(context, await host.Images.FileAsync(id, stop), image.Format);
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
