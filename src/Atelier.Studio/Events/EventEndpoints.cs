using Atelier.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Atelier.Studio;

/// <summary>Watching jobs: server-sent events.</summary>
/// <param name="host">The jobs.</param>
/// <param name="life">Says when the studio stops, which ends the streams.</param>
/// <param name="limits">The most streams.</param>
internal sealed class EventEndpoints(JobHost host, IHostApplicationLifetime life, StudioLimits limits)
{
    private int _open;

    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Events").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.DisableRequestTimeout();
        group.MapGet("/jobs/{id}/events", WatchOneAsync).Produces(StatusCodes.Status200OK, contentType: "text/event-stream").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/events", WatchAllAsync).Produces(StatusCodes.Status200OK, contentType: "text/event-stream");
    }

    /// <summary>The current state of a job, then each change; the stream ends after a final state.</summary>
    /// <param name="id">The job's id.</param>
    internal async Task WatchOneAsync(HttpContext context, string id, CancellationToken gone)
    {
        // Once the stream has begun, it is too late for a 404.
        await host.Jobs.GetAsync(id, gone);
        await StreamAsync(context, stop => host.Feed.ListenAsync(id, stop), gone);
    }

    /// <summary>Each change of any job from now on.</summary>
    internal Task WatchAllAsync(HttpContext context, CancellationToken gone) => StreamAsync(context, host.Feed.ListenAsync, gone);

    private async Task StreamAsync(HttpContext context, Func<CancellationToken, IAsyncEnumerable<JobChange>> listen, CancellationToken gone)
    {
        if (Interlocked.Increment(ref _open) > limits.MaxEventStreams)
        {
            Interlocked.Decrement(ref _open);
            context.Response.Headers.RetryAfter = "5";
            await Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Too many event streams are open; try again in a moment.");
            return;
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(gone, life.ApplicationStopping);
        try
        {
            await new EventStream(context.Response).WriteAsync(listen(stop.Token), stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The client left, or the studio stops: either way, the stream ends here.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
