using Microsoft.EntityFrameworkCore;

namespace Atelier.Jobs;

/// <summary>A queued job's place.</summary>
/// <param name="Position">1 for the next to be started.</param>
/// <param name="SecondsUntilStart">An estimate; null while there is nothing to estimate from.</param>
internal sealed record QueuePlace(int Position, double? SecondsUntilStart);

/// <summary>How long each job will wait: simulates the queue at the speed of the latest jobs.</summary>
internal sealed class QueueForecast
{
    private const int JobsToMeasure = 20;

    private readonly Dictionary<string, QueuePlace> _places = new(StringComparer.Ordinal);

    private QueueForecast(IEnumerable<(string Id, double? Seconds)> queue, IEnumerable<double?> running, int workers)
    {
        var known = true;
        // The time at which each worker will be free.
        var free = new PriorityQueue<int, double>();
        foreach (var left in running)
        {
            known &= left is not null;
            free.Enqueue(0, left ?? 0);
        }
        while (free.Count < Math.Max(1, workers))
            free.Enqueue(0, 0);
        foreach (var (index, (id, seconds)) in queue.Index())
        {
            free.TryDequeue(out _, out var start);
            _places[id] = new(index + 1, known ? Math.Round(start, 1) : null);
            known &= seconds is not null;
            free.Enqueue(0, start + seconds ?? 0);
        }
    }

    /// <summary>Reads the queue and simulates it.</summary>
    public static async Task<QueueForecast> ReadAsync(JobsContext context, int workers, CancellationToken stop)
    {
        var jobs = context.Existing;
        var queued = await jobs.Where(job => job.State == JobState.Queued).OrderBy(job => job.Id)
            .Select(job => new { job.Id, job.Network, job.Cost, job.Progress.Part }).ToListAsync(stop);
        var running = await jobs.Where(job => job.State == JobState.Running)
            .Select(job => new { job.Network, job.Cost, job.Progress.Part, job.Progress.SecondsLeft }).ToListAsync(stop);
        var done = await jobs.Where(job => job.State == JobState.Finished && job.Progress.Seconds > 0).OrderByDescending(job => job.Id).Take(JobsToMeasure)
            .Select(job => new { job.Network, job.Cost, job.Progress.Seconds }).ToListAsync(stop);

        double? Estimate(string network, double cost)
        {
            var alike = done.FindAll(job => job.Network == network) is { Count: > 0 } same ? same : done;
            return alike.Count > 0 ? cost * alike.Sum(job => job.Seconds) / alike.Sum(job => job.Cost) : null;
        }
        return new(
            queued.Select(job => (job.Id, Estimate(job.Network, job.Cost * (1 - job.Part)))),
            running.Select(job => job.SecondsLeft ?? Estimate(job.Network, job.Cost * (1 - job.Part))), workers);
    }

    /// <summary>The job's place; null unless it is queued.</summary>
    public QueuePlace? Of(string id) => _places.GetValueOrDefault(id);
}
