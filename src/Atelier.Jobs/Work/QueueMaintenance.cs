using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Jobs;

/// <summary>Looks after what others leave behind: jobs of dead workers, lost tickets, deleted rows. One for each process that works.</summary>
/// <param name="options">The lease.</param>
/// <param name="database">The jobs.</param>
/// <param name="files">The data folder.</param>
/// <param name="queue">For tickets.</param>
/// <param name="feed">Told of changes.</param>
/// <param name="process">Knows who is dead.</param>
internal sealed class QueueMaintenance(JobHostOptions options, JobsDatabase database, JobFiles files, WorkQueue queue, JobFeed feed, ProcessName process) : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KeepDeleted = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private Task _looking = Task.CompletedTask;

    /// <summary>Looks at once, then every 2 s.</summary>
    public void Start() => _looking = Task.Run(LookAsync);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking;
        _stop.Dispose();
    }

    private async Task LookAsync()
    {
        using var timer = new PeriodicTimer(LookEvery);
        try
        {
            do
            {
                try
                {
                    await LookOnceAsync();
                }
                catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException or IOException)
                {
                    // The database is away, or a file is held: next time.
                }
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task LookOnceAsync()
    {
        await using var context = database.Open();
        await ReleaseAsync(context);
        await PurgeAsync(context);
        var waiting = await context.Jobs.CountAsync(job => job.State == JobState.Queued && job.DeletedAt == null, _stop.Token);
        for (var missing = waiting - queue.Tickets; missing > 0; missing--)
            queue.Announce();
    }

    private async Task ReleaseAsync(JobsContext context)
    {
        var stale = Clock.Now - (long)options.Lease.TotalMilliseconds;
        var running = await context.Jobs.AsNoTracking().Where(job => job.State == JobState.Running && job.DeletedAt == null)
            .Select(job => new { job.Id, job.Worker, job.HeartbeatAt, job.Requested }).ToListAsync(_stop.Token);
        foreach (var job in running.Where(job => job.HeartbeatAt < stale || process.IsDead(job.Worker!)))
        {
            var action = job.Requested switch
            {
                JobAction.Pause => JobAction.Rest,
                JobAction.Cancel => JobAction.GiveUp,
                _ => JobAction.Release,
            };
            if (await JobTransitions.TryAsync(context, JobState.Running, action, row => row.Id == job.Id && row.Worker == job.Worker && row.HeartbeatAt == job.HeartbeatAt, stop: _stop.Token))
                feed.Notify();
        }
    }

    private async Task PurgeAsync(JobsContext context)
    {
        var before = Clock.Now - (long)KeepDeleted.TotalMilliseconds;
        var deleted = await context.Jobs.Where(job => job.DeletedAt < before).Select(job => job.Id).ToListAsync(_stop.Token);
        foreach (var id in deleted)
            files.DeleteJob(id);
        if (deleted.Count > 0)
            await context.Jobs.Where(job => deleted.Contains(job.Id)).ExecuteDeleteAsync(_stop.Token);
    }
}
