using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Jobs;

/// <summary>Cleans up the queue every 2 s: requeues the jobs of dead workers, or sets those aside that killed them, replaces lost wake-up calls, removes deleted rows. One for each process with workers.</summary>
/// <param name="options">The lease.</param>
/// <param name="database">The jobs.</param>
/// <param name="files">The data folder.</param>
/// <param name="queue">Wakes the workers.</param>
/// <param name="feed">Notified of changes.</param>
/// <param name="process">Knows which workers are dead.</param>
internal sealed class QueueMaintenance(JobHostOptions options, JobsDatabase database, JobFiles files, WorkQueue queue, JobFeed feed, ProcessName process) : IAsyncDisposable
{
    // With one more, a picture too large for the machine would end the studio at each start.
    private const int MostDeaths = 2;
    private const string Killer = "The job ended its process twice at the same place, most likely for want of memory: choose a smaller size.";

    private static readonly TimeSpan RunEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KeepDeleted = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Runs at once, then every 2 s.</summary>
    public void Start() => _running = Task.Run(RunAsync);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(RunEvery);
        try
        {
            do
            {
                try
                {
                    await RunOnceAsync();
                }
                catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException or IOException)
                {
                    // The database is unavailable, or a file is locked: try again next time.
                }
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The process is shutting down.
        }
    }

    private async Task RunOnceAsync()
    {
        await using var context = database.Open();
        await ReleaseAsync(context);
        await PurgeAsync(context);
        var waiting = await context.Existing.CountAsync(job => job.State == JobState.Queued, _stop.Token);
        for (var missing = waiting - queue.Calls; missing > 0; missing--)
            queue.Wake();
    }

    private async Task ReleaseAsync(JobsContext context)
    {
        var stale = Clock.Now - (long)options.Lease.TotalMilliseconds;
        var running = await context.Existing.Where(job => job.State == JobState.Running)
            .Select(job => new { job.Id, job.Worker, job.HeartbeatAt, job.Requested, job.Deaths, job.DiedAt, job.Progress.Evaluation }).ToListAsync(_stop.Token);
        foreach (var job in running.Where(job => job.HeartbeatAt < stale || process.IsDead(job.Worker!)))
        {
            var deaths = job.Evaluation > job.DiedAt ? 1 : job.Deaths + 1;
            var action = job.Requested switch
            {
                StopRequest.Pause => JobAction.ConfirmPause,
                StopRequest.Cancel => JobAction.ConfirmCancel,
                _ when deaths >= MostDeaths => JobAction.Fail,
                _ => JobAction.Release,
            };
            if (await JobTransitions.TryAsync(context, JobState.Running, action, row => row.Id == job.Id && row.Worker == job.Worker && row.HeartbeatAt == job.HeartbeatAt, also: set =>
            {
                set.SetProperty(row => row.Deaths, deaths).SetProperty(row => row.DiedAt, job.Evaluation);
                if (action is JobAction.Fail)
                    set.SetProperty(row => row.Error, Killer);
            }, stop: _stop.Token))
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
