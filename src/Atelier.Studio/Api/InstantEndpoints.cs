using Atelier.Jobs;
using Atelier.Stylization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Studio;

/// <summary>Pictures at once.</summary>
internal static class InstantEndpoints
{
    // Names of JobRequest.Schema's settings.
    private const string Strength = "strength", Colors = "colors", Strokes = "styleScale";

    /// <summary>Maps them.</summary>
    public static void MapInstant(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/instant", PaintAsync).WithTags("Instant").Produces(StatusCodes.Status200OK, contentType: "image/jpeg")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

    /// <summary>A small picture of the photo after the paintings, in one pass: a first impression of what a job would paint.</summary>
    /// <param name="photo">The photo's id.</param>
    /// <param name="painting">The paintings' ids.</param>
    /// <param name="weight">How much each painting counts; all the same if none is given.</param>
    /// <param name="strength">How far the paintings prevail over the photo, 0 to 1; 1 by default.</param>
    /// <param name="colors">Whose colors the result has: painting (the default) or photo.</param>
    /// <param name="styleScale">Size of the strokes; 1 by default.</param>
    internal static async Task<FileContentHttpResult> PaintAsync(
        JobHost host, HttpContext context, string photo, [FromQuery] string[] painting, CancellationToken stop, [FromQuery] double[]? weight = null, double strength = 1, string colors = "painting", double styleScale = 1)
    {
        if (weight is { Length: > 0 } && weight.Length != painting.Length)
            throw new JobException(JobProblem.Invalid, $"{weight.Length} weights are given for {painting.Length} paintings: give one for each, or none.");
        var options = JobRequest.Schema.Create(RequestKind.Stylize, changes: new Dictionary<string, System.Text.Json.JsonElement>
        {
            [Strength] = Json(strength),
            [Colors] = Json(colors),
            [Strokes] = Json(styleScale),
        });
        if (strength > 1)
            throw new JobException(JobProblem.Invalid, "strength takes a number from 0 to 1 here.");
        var paintings = painting.Select((id, index) => new StyleImage(id, weight is { Length: > 0 } ? weight[index] : 1));
        context.Response.Headers.CacheControl = "private, max-age=3600";
        return TypedResults.Bytes(await host.PaintAtOnceAsync(photo, [.. paintings], options, stop), "image/jpeg");
    }

    private static System.Text.Json.JsonElement Json<T>(T value) => System.Text.Json.JsonSerializer.SerializeToElement(value);
}
