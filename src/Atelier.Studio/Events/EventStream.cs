using System.Buffers;
using System.Text;
using System.Text.Json;
using Atelier.Jobs;
using Microsoft.AspNetCore.Http;

namespace Atelier.Studio;

/// <summary>Changes of jobs as server-sent events: <c>job</c> with the job as data, <c>deleted</c> with its id.</summary>
/// <param name="response">To write to.</param>
internal sealed class EventStream(HttpResponse response)
{
    // Faster than the eye can follow, and slow enough for a page with fifty jobs.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // Proxies and browsers give up on a silent connection.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    private static ReadOnlySpan<byte> Comment => ":\n\n"u8;

    /// <summary>Writes the changes as they come, in one piece where they come fast, until they end.</summary>
    public async Task WriteAsync(IAsyncEnumerable<JobChange> changes, CancellationToken stop)
    {
        await using var feed = changes.GetAsyncEnumerator(stop);
        // Listens before the answer begins, so that clients miss nothing from then on.
        var next = feed.MoveNextAsync().AsTask();
        response.ContentType = "text/event-stream";
        response.Headers["X-Accel-Buffering"] = "no"; // Otherwise nginx buffers the events.
        response.BodyWriter.Write(Comment);
        try
        {
            while (await ArrivesAsync(next, stop))
            {
                Write(feed.Current);
                next = feed.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // An enumerator must not be disposed of while it is moving.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await FlushAsync(stop);
    }

    private async Task<bool> ArrivesAsync(Task<bool> next, CancellationToken stop)
    {
        if (next.IsCompleted)
            return await next;
        await FlushAsync(stop);
        await Task.Delay(Pause, stop);
        while (await Task.WhenAny(next, Task.Delay(LongestSilence, stop)) != next)
        {
            stop.ThrowIfCancellationRequested();
            response.BodyWriter.Write(Comment);
            await FlushAsync(stop);
        }
        return await next;
    }

    private void Write(JobChange change)
    {
        var (name, data) = change.Job is { } job
            ? ("job", JsonSerializer.Serialize(job, JobRequest.Json))
            : ("deleted", JsonSerializer.Serialize(new { id = change.JobId }, JobRequest.Json));
        Encoding.UTF8.GetBytes($"event: {name}\ndata: {data}\n\n", response.BodyWriter);
    }

    private async Task FlushAsync(CancellationToken stop) => await response.BodyWriter.FlushAsync(stop);
}
