using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Jobs;

/// <summary>Why a run is to stop.</summary>
internal enum StopReason
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>The job was paused.</summary>
    Pause,

    /// <summary>The job was canceled.</summary>
    Cancel,

    /// <summary>This process is shutting down.</summary>
    Shutdown,

    /// <summary>The job was deleted, or given to another worker because this one was silent.</summary>
    Lost,
}

/// <summary>Connects a run with the database: sends the worker's heartbeat, writes the progress, and receives requests to stop.</summary>
internal sealed class JobWatch : IDisposable
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(350);
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(2);

    private readonly JobsDatabase _database;
    private readonly JobFeed _feed;
    private readonly string _job;
    private readonly string _worker;
    private readonly TimeSpan _lease;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _done = new();
    private readonly CancellationTokenRegistration _shutdown;
    private readonly Task _polling;
    private JobProgress _progress;
    private JobProgress _written;
    private long _writtenAt = Clock.Now;
    private int _reason;

    /// <param name="database">The jobs.</param>
    /// <param name="feed">Notified of changes.</param>
    /// <param name="row">The job as it was claimed.</param>
    /// <param name="worker">Who claimed it.</param>
    /// <param name="lease">How long a worker may be silent.</param>
    /// <param name="shutdown">The end of the process.</param>
    public JobWatch(JobsDatabase database, JobFeed feed, JobRow row, string worker, TimeSpan lease, CancellationToken shutdown)
    {
        (_database, _feed, _job, _worker, _lease) = (database, feed, row.Id, worker, lease);
        _progress = _written = row.Progress;
        _shutdown = shutdown.Register(() => End(StopReason.Shutdown));
        _polling = Task.Run(PollLoopAsync, CancellationToken.None);
    }

    /// <summary>Canceled when the run is to stop.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Why it is to stop.</summary>
    public StopReason Reason => (StopReason)Volatile.Read(ref _reason);

    /// <summary>The progress of the run: set by the run's thread only, and written to the database every 350 ms.</summary>
    public JobProgress Progress
    {
        get => Volatile.Read(ref _progress);
        set => Volatile.Write(ref _progress, value);
    }

    /// <summary>Stops polling.</summary>
    public void Dispose()
    {
        _shutdown.Dispose();
        _done.Cancel();
        _polling.Wait();
        _done.Dispose();
        _stop.Dispose();
    }

    private async Task PollLoopAsync()
    {
        using var timer = new PeriodicTimer(PollEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(_done.Token))
                await PollAsync();
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private async Task PollAsync()
    {
        try
        {
            await using var context = _database.Open();
            var row = context.Jobs.Where(job => job.Id == _job && job.Worker == _worker && job.DeletedAt == null);
            var progress = Progress;
            if ((progress != _written || Clock.Now - _writtenAt > BeatEvery.TotalMilliseconds) && !await WriteAsync(row, progress))
            {
                End(StopReason.Lost);
                return;
            }
            switch (await row.Select(job => job.Requested).FirstOrDefaultAsync(_done.Token))
            {
                case StopRequest.Pause:
                    End(StopReason.Pause);
                    break;
                case StopRequest.Cancel:
                    End(StopReason.Cancel);
                    break;
            }
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException)
        {
            // The database may come back, but before others can conclude that this worker is dead, it has to stop.
            if (Clock.Now - _writtenAt > _lease.TotalMilliseconds / 2)
                End(StopReason.Lost);
        }
    }

    private async Task<bool> WriteAsync(IQueryable<JobRow> row, JobProgress progress)
    {
        var now = Clock.Now;
        var isChanged = progress != _written;
        var count = await row.ExecuteUpdateAsync(set =>
        {
            set.SetProperty(job => job.HeartbeatAt, now);
            if (!isChanged)
                return;
            set.SetProperty(job => job.Revision, job => job.Revision + 1);
            set.SetProperty(job => job.UpdatedAt, now);
            set.SetProperty(job => job.Progress, progress);
        }, _done.Token);
        (_writtenAt, _written) = (now, progress);
        if (isChanged)
            _feed.Notify();
        return count > 0;
    }

    private void End(StopReason reason)
    {
        // The first reason counts, except that a lost job stays lost.
        if (Interlocked.CompareExchange(ref _reason, (int)reason, (int)StopReason.None) != (int)StopReason.None && reason is StopReason.Lost)
            Volatile.Write(ref _reason, (int)reason);
        _stop.Cancel();
    }
}
