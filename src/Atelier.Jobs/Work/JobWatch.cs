using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Jobs;

/// <summary>Why a run is to stop.</summary>
internal enum StopReason
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>Somebody paused the job.</summary>
    Pause,

    /// <summary>Somebody gave the job up.</summary>
    Cancel,

    /// <summary>This process ends.</summary>
    Shutdown,

    /// <summary>The job was deleted, or given to another worker because this one was silent.</summary>
    Lost,
}

/// <summary>Stands between a run and the database: says that the worker lives, writes how far it is, and hears what people want.</summary>
internal sealed class JobWatch : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(350);
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(2);

    private readonly JobsDatabase _database;
    private readonly JobFeed _feed;
    private readonly string _job;
    private readonly string _worker;
    private readonly TimeSpan _lease;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _done = new();
    private readonly CancellationTokenRegistration _shutdown;
    private readonly Task _watching;
    private RunProgress _progress;
    private RunProgress _written;
    private long _heardAt = Clock.Now;
    private int _reason;

    /// <param name="database">The jobs.</param>
    /// <param name="feed">Told of changes.</param>
    /// <param name="row">The job, as it was taken.</param>
    /// <param name="worker">Who took it.</param>
    /// <param name="lease">How long a worker may be silent.</param>
    /// <param name="shutdown">The end of the process.</param>
    public JobWatch(JobsDatabase database, JobFeed feed, JobRow row, string worker, TimeSpan lease, CancellationToken shutdown)
    {
        (_database, _feed, _job, _worker, _lease) = (database, feed, row.Id, worker, lease);
        _progress = _written = new(row.Preview, row.Seconds) { Step = row.Step, Part = row.Part, Loss = row.Loss, Level = row.Level, Note = row.Note };
        _shutdown = shutdown.Register(() => End(StopReason.Shutdown));
        _watching = Task.Run(WatchAsync, CancellationToken.None);
    }

    /// <summary>Canceled when the run is to stop.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Why.</summary>
    public StopReason Reason => (StopReason)Volatile.Read(ref _reason);

    /// <summary>How far the run is; written by the run's thread alone, and into the database now and then.</summary>
    public RunProgress Progress
    {
        get => Volatile.Read(ref _progress);
        set => Volatile.Write(ref _progress, value);
    }

    /// <summary>Stops watching.</summary>
    public void Dispose()
    {
        _shutdown.Dispose();
        _done.Cancel();
        _watching.Wait();
        _done.Dispose();
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(LookEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(_done.Token))
                await LookAsync();
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private async Task LookAsync()
    {
        try
        {
            await using var context = _database.Open();
            var row = context.Jobs.Where(job => job.Id == _job && job.Worker == _worker && job.DeletedAt == null);
            var progress = Progress;
            if ((progress != _written || Clock.Now - _heardAt > BeatEvery.TotalMilliseconds) && !await WriteAsync(row, progress))
            {
                End(StopReason.Lost);
                return;
            }
            switch (await row.Select(job => job.Requested).FirstOrDefaultAsync(_done.Token))
            {
                case JobAction.Pause:
                    End(StopReason.Pause);
                    break;
                case JobAction.Cancel:
                    End(StopReason.Cancel);
                    break;
            }
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException)
        {
            // The database may come back; when others must think that this worker is dead, it has to stop.
            if (Clock.Now - _heardAt > _lease.TotalMilliseconds / 2)
                End(StopReason.Lost);
        }
    }

    private async Task<bool> WriteAsync(IQueryable<JobRow> row, RunProgress progress)
    {
        var now = Clock.Now;
        var isNews = progress != _written;
        var count = await row.ExecuteUpdateAsync(set =>
        {
            set.SetProperty(job => job.HeartbeatAt, now);
            if (!isNews)
                return;
            set.SetProperty(job => job.Revision, job => job.Revision + 1);
            set.SetProperty(job => job.UpdatedAt, now);
            RunRecord.Set(set, progress);
        }, _done.Token);
        (_heardAt, _written) = (now, progress);
        if (isNews)
            _feed.Notify();
        return count > 0;
    }

    private void End(StopReason reason)
    {
        // The first reason counts, but a job that is lost is lost.
        if (Interlocked.CompareExchange(ref _reason, (int)reason, (int)StopReason.None) != (int)StopReason.None && reason is StopReason.Lost)
            Volatile.Write(ref _reason, (int)reason);
        _stop.Cancel();
    }
}
