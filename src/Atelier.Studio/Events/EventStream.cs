using System.Text;
using System.Text.Json;
using Atelier.Jobs;
using Atelier.Jobs.Feeds;
using Microsoft.AspNetCore.Http;

namespace Atelier.Studio.Events;

/// <summary>Changes of jobs as server-sent events: <c>job</c> with the job as data, <c>deleted</c> with its id.</summary>
/// <param name="response">To write to.</param>
internal sealed class EventStream(HttpResponse response)
{
    // Faster than an eye follows a number, slow enough for a page with fifty of them.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private static ReadOnlyMemory<byte> Comment { get; } = ":\n\n"u8.ToArray();

    /// <summary>How long the line may be silent; without a sign of life, proxies and pages take it for dead.</summary>
    public static TimeSpan Heartbeat { get; } = TimeSpan.FromSeconds(15);

    /// <summary>Writes the changes as they come, several in one piece where they come fast, until they end.</summary>
    public async Task WriteAsync(IAsyncEnumerable<JobChange> changes, CancellationToken stop)
    {
        response.ContentType = "text/event-stream";
        response.Headers["X-Accel-Buffering"] = "no"; // nginx would keep them until there are many.
        await response.Body.WriteAsync(Comment, stop);
        await using var feed = changes.GetAsyncEnumerator(stop);
        var next = feed.MoveNextAsync().AsTask();
        try
        {
            while (await ArrivesAsync(next, stop))
            {
                await WriteAsync(feed.Current, stop);
                next = feed.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // A feed must not be let go of while it is asked.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await response.Body.FlushAsync(stop);
    }

    private async Task<bool> ArrivesAsync(Task<bool> next, CancellationToken stop)
    {
        if (next.IsCompleted)
            return await next;
        await response.Body.FlushAsync(stop);
        await Task.Delay(s_pause, stop);
        while (await Task.WhenAny(next, Task.Delay(Heartbeat, stop)) != next)
        {
            stop.ThrowIfCancellationRequested();
            await response.Body.WriteAsync(Comment, stop);
            await response.Body.FlushAsync(stop);
        }
        return await next;
    }

    private async Task WriteAsync(JobChange change, CancellationToken stop)
    {
        var (name, data) = change.Job is { } job
            ? ("job", JsonSerializer.Serialize(job, JobJson.Settings))
            : ("deleted", JsonSerializer.Serialize(new { id = change.JobId }, JobJson.Settings));
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes($"event: {name}\ndata: {data}\n\n"), stop);
    }
}
