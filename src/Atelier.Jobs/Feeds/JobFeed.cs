using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Jobs;

/// <summary>A change of a job.</summary>
/// <param name="JobId">Its id.</param>
/// <param name="Job">The job as it is now; null where it was deleted.</param>
public sealed record JobChange(string JobId, Job? Job);

/// <summary>Changes of jobs as they happen, in this process or another. Thread-safe.</summary>
/// <remarks>
/// Where one job changes faster than a listener reads, the listener gets only the newest change. While there are listeners,
/// the table is read every 300 ms, and at once after a change by this process; otherwise never.
/// </remarks>
public sealed class JobFeed : IDisposable
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan ReadAtMostEvery = TimeSpan.FromMilliseconds(50);

    // Another machine's clock may be behind.
    private const long ClockSlack = 5000;

    private readonly JobsDatabase _database;
    private readonly JobReader _reader;
    private readonly Lock _lock = new();
    private readonly List<ChangeQueue> _listeners = [];
    private readonly SemaphoreSlim _notified = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private Dictionary<string, long> _seen = new(StringComparer.Ordinal);
    private Dictionary<string, int?> _places = new(StringComparer.Ordinal);
    private Task? _reading;

    internal JobFeed(JobsDatabase database, JobReader reader) => (_database, _reader) = (database, reader);

    /// <summary>The job as it is now, then each of its changes; ends after a final state or deletion, or when the host is disposed of.</summary>
    /// <exception cref="JobException">There is no such job.</exception>
    public async IAsyncEnumerable<JobChange> ListenAsync(string jobId, [EnumeratorCancellation] CancellationToken stop = default)
    {
        // Listens before reading, so that no change is missed in between.
        var queue = Add(new(jobId));
        try
        {
            var job = await _reader.GetAsync(jobId, stop);
            yield return new(jobId, job);
            if (job.State.IsFinal())
                yield break;
            await foreach (var change in queue.ReadAsync(stop))
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
            Remove(queue);
        }
    }

    /// <summary>Each change of any job from now on, until stopped; may begin with changes of the last few seconds.</summary>
    public async IAsyncEnumerable<JobChange> ListenAsync([EnumeratorCancellation] CancellationToken stop = default)
    {
        var queue = Add(new(only: null));
        try
        {
            await foreach (var change in queue.ReadAsync(stop))
                yield return change;
        }
        finally
        {
            Remove(queue);
        }
    }

    /// <summary>Ends all streams of changes.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        lock (_lock)
            _listeners.ForEach(listener => listener.Close());
    }

    /// <summary>Says that this process has changed a job.</summary>
    internal void Notify()
    {
        lock (_lock)
        {
            if (_listeners.Count > 0 && _notified.CurrentCount == 0)
                _notified.Release();
        }
    }

    private ChangeQueue Add(ChangeQueue queue)
    {
        lock (_lock)
        {
            _listeners.Add(queue);
            if (_stop.IsCancellationRequested)
                queue.Close();
            else
                _reading ??= Task.Run(ReadLoopAsync);
        }
        return queue;
    }

    private void Remove(ChangeQueue queue)
    {
        lock (_lock)
            _listeners.Remove(queue);
    }

    private async Task ReadLoopAsync()
    {
        _seen = [];
        var since = Clock.Now;
        while (true)
        {
            try
            {
                since = await ReadOnceAsync(since);
                await Task.Delay(ReadAtMostEvery, _stop.Token);
                await _notified.WaitAsync(ReadEvery, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException)
            {
                // The database is unavailable: changes arrive when it is back.
                await Task.Delay(ReadEvery);
            }
            lock (_lock)
            {
                if (_listeners.Count > 0)
                    continue;
                _reading = null;
                return;
            }
        }
    }

    private async Task<long> ReadOnceAsync(long since)
    {
        await using var context = _database.Open();
        var recent = await context.Jobs.AsNoTracking().Where(job => job.UpdatedAt >= since - ClockSlack)
            .Select(job => new { job.Id, job.Revision, job.UpdatedAt }).ToListAsync(_stop.Token);
        var changed = recent.Where(job => _seen.GetValueOrDefault(job.Id) < job.Revision).Select(job => job.Id).ToHashSet(StringComparer.Ordinal);
        if (changed.Count > 0)
            await PostAsync(context, changed);
        _seen = recent.ToDictionary(job => job.Id, job => job.Revision, StringComparer.Ordinal);
        return Math.Max(since, recent.Select(job => job.UpdatedAt).DefaultIfEmpty(0).Max());
    }

    private async Task PostAsync(JobsContext context, HashSet<string> changed)
    {
        // A job that moves may change the places of all that are queued.
        var rows = await context.Jobs.AsNoTracking()
            .Where(job => changed.Contains(job.Id) || (job.State == JobState.Queued && job.DeletedAt == null)).ToListAsync(_stop.Token);
        // One that is queued but has no place was moved between two statements: the next reading has it as it then is.
        var deleted = rows.Where(row => row.DeletedAt is not null).Select(row => new JobChange(row.Id, null));
        var jobs = await _reader.ReadAsync(context, rows.FindAll(row => row.DeletedAt is null), _stop.Token);
        jobs.RemoveAll(job => job is { State: JobState.Queued, QueuePosition: null });
        var moved = jobs.FindAll(job => changed.Contains(job.Id) || _places.GetValueOrDefault(job.Id) != job.QueuePosition);
        _places = jobs.Where(job => job.QueuePosition is not null).ToDictionary(job => job.Id, job => job.QueuePosition, StringComparer.Ordinal);
        List<JobChange> changes = [.. deleted, .. moved.Select(job => new JobChange(job.Id, job))];
        lock (_lock)
        {
            foreach (var change in changes)
                _listeners.ForEach(listener => listener.Post(change));
        }
    }
}
