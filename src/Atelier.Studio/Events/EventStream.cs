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
    // Faster than an eye follows a number, slow enough for a page with fifty of them.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // Proxies and pages take a silent line for dead.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    private static ReadOnlySpan<byte> Comment => ":\n\n"u8;

    /// <summary>Writes the changes as they come, several in one piece where they come fast, until they end.</summary>
    public async Task WriteAsync(IAsyncEnumerable<JobChange> changes, CancellationToken stop)
    {
        await using var feed = changes.GetAsyncEnumerator(stop);
        // Listens before the answer begins: who sees it begin may count on hearing everything from then on.
        var next = feed.MoveNextAsync().AsTask();
        response.ContentType = "text/event-stream";
        response.Headers["X-Accel-Buffering"] = "no"; // nginx would keep them until there are many.
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
            // A feed must not be let go of while it is asked.
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
            ? ("job", JsonSerializer.Serialize(job, JobJson.Settings))
            : ("deleted", JsonSerializer.Serialize(new { id = change.JobId }, JobJson.Settings));
        Encoding.UTF8.GetBytes($"event: {name}\ndata: {data}\n\n", response.BodyWriter);
    }

    private async Task FlushAsync(CancellationToken stop) => await response.BodyWriter.FlushAsync(stop);
}
