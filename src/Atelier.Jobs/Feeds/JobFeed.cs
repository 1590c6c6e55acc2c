using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Jobs;

/// <summary>Changes of jobs as they happen, in this process or another. Thread-safe.</summary>
/// <remarks>
/// Of several changes of one job that come faster than they are read, only the newest is given. While somebody listens, the
/// table is looked at every 300 ms, and at once when this process has changed something; otherwise never.
/// </remarks>
public sealed class JobFeed : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LookAtMostEvery = TimeSpan.FromMilliseconds(50);

    // Another machine's clock may be behind.
    private const long ClockSlack = 5000;

    private readonly JobsDatabase _database;
    private readonly Func<int> _workers;
    private readonly Lock _lock = new();
    private readonly List<ChangeQueue> _listeners = [];
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private Dictionary<string, long> _seen = new(StringComparer.Ordinal);
    private Dictionary<string, int?> _places = new(StringComparer.Ordinal);
    private Task? _looking;

    /// <param name="database">The jobs.</param>
    /// <param name="workers">Jobs that can run at once, for forecasts.</param>
    internal JobFeed(JobsDatabase database, Func<int> workers) => (_database, _workers) = (database, workers);

    /// <summary>The job as it is, then each change; ends after a final state or deletion, or with the host.</summary>
    /// <exception cref="JobException">There is no such job.</exception>
    public async IAsyncEnumerable<JobChange> ListenAsync(string jobId, [EnumeratorCancellation] CancellationToken stop = default)
    {
        // Listens first, so that nothing falls between.
        var mailbox = Add(new(jobId));
        try
        {
            var job = await FindAsync(jobId, stop) ?? throw new JobException(JobProblem.NotFound, "There is no such job: it may have been deleted.");
            yield return new(jobId, job);
            if (job.State.IsFinal())
                yield break;
            await foreach (var change in mailbox.ReadAsync(stop))
            {
                if (change.Job is { } now && now.Revision <= job.Revision && now.QueuePosition == job.QueuePosition)
                    continue;
                yield return change;
                if (change.Job is null || change.Job.State.IsFinal())
                    yield break;
                job = change.Job;
            }
        }
        finally
        {
            Remove(mailbox);
        }
    }

    /// <summary>Each change of any job from now on, until stopped; at first those of the last seconds too.</summary>
    public async IAsyncEnumerable<JobChange> ListenAsync([EnumeratorCancellation] CancellationToken stop = default)
    {
        var mailbox = Add(new(only: null));
        try
        {
            await foreach (var change in mailbox.ReadAsync(stop))
                yield return change;
        }
        finally
        {
            Remove(mailbox);
        }
    }

    /// <summary>Ends all listening.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        lock (_lock)
            _listeners.ForEach(listener => listener.Close());
    }

    /// <summary>Tells that this process has changed a job.</summary>
    internal void Notify()
    {
        lock (_lock)
        {
            if (_listeners.Count > 0 && _changed.CurrentCount == 0)
                _changed.Release();
        }
    }

    private ChangeQueue Add(ChangeQueue mailbox)
    {
        lock (_lock)
        {
            _listeners.Add(mailbox);
            if (_stop.IsCancellationRequested)
                mailbox.Close();
            else
                _looking ??= Task.Run(LookAsync);
        }
        return mailbox;
    }

    private void Remove(ChangeQueue mailbox)
    {
        lock (_lock)
            _listeners.Remove(mailbox);
    }

    private async Task LookAsync()
    {
        _seen = [];
        var since = Clock.Now;
        while (true)
        {
            try
            {
                since = await LookOnceAsync(since);
                await Task.Delay(LookAtMostEvery, _stop.Token);
                await _changed.WaitAsync(LookEvery, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException)
            {
                // The database is away: changes come when it is back.
                await Task.Delay(LookEvery);
            }
            lock (_lock)
            {
                if (_listeners.Count > 0)
                    continue;
                _looking = null;
                return;
            }
        }
    }

    private async Task<long> LookOnceAsync(long since)
    {
        await using var context = _database.Open();
        var recent = await context.Jobs.AsNoTracking().Where(job => job.UpdatedAt >= since - ClockSlack)
            .Select(job => new { job.Id, job.Revision, job.UpdatedAt }).ToListAsync(_stop.Token);
        var news = recent.Where(job => _seen.GetValueOrDefault(job.Id) < job.Revision).Select(job => job.Id).ToHashSet(StringComparer.Ordinal);
        if (news.Count > 0)
            await TellAsync(context, news);
        _seen = recent.ToDictionary(job => job.Id, job => job.Revision, StringComparer.Ordinal);
        return Math.Max(since, recent.Select(job => job.UpdatedAt).DefaultIfEmpty(0).Max());
    }

    private async Task TellAsync(JobsContext context, HashSet<string> news)
    {
        // A job that moves may change the places of all that wait.
        var rows = await context.Jobs.AsNoTracking()
            .Where(job => news.Contains(job.Id) || (job.State == JobState.Queued && job.DeletedAt == null)).ToListAsync(_stop.Token);
        var deleted = rows.Where(row => row.DeletedAt is not null).Select(row => new JobChange(row.Id, null));
        var jobs = await JobSnapshots.OfAsync(context, rows.FindAll(row => row.DeletedAt is null), _workers(), _stop.Token);
        var changed = jobs.FindAll(job => news.Contains(job.Id) || _places.GetValueOrDefault(job.Id) != job.QueuePosition);
        _places = jobs.Where(job => job.QueuePosition is not null).ToDictionary(job => job.Id, job => job.QueuePosition, StringComparer.Ordinal);
        List<JobChange> changes = [.. deleted, .. changed.Select(job => new JobChange(job.Id, job))];
        lock (_lock)
        {
            foreach (var change in changes)
                _listeners.ForEach(listener => listener.Post(change));
        }
    }

    private async Task<Job?> FindAsync(string id, CancellationToken stop)
    {
        await using var context = _database.Open();
        var rows = await context.Jobs.AsNoTracking().Where(job => job.Id == id && job.DeletedAt == null).ToListAsync(stop);
        return (await JobSnapshots.OfAsync(context, rows, _workers(), stop)).FirstOrDefault();
    }
}
