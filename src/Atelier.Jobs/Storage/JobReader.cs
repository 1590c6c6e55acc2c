using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Jobs;

/// <summary>Reads jobs from the database. Thread-safe.</summary>
/// <param name="database">Where they are.</param>
/// <param name="workers">Jobs that can run at once, for forecasts.</param>
internal sealed class JobReader(JobsDatabase database, Func<int> workers)
{
    /// <summary>The job with that id; null where there is none.</summary>
    public async Task<Job?> FindAsync(string id, CancellationToken stop)
    {
        await using var context = database.Open();
        var rows = await context.Existing.Where(job => job.Id == id).ToListAsync(stop);
        return (await ReadAsync(context, rows, stop)).FirstOrDefault();
    }

    /// <summary>The job with that id.</summary>
    /// <exception cref="JobException">There is none.</exception>
    public async Task<Job> GetAsync(string id, CancellationToken stop) => await FindAsync(id, stop) ?? throw Missing();

    /// <summary>The jobs of rows, in the same order; queued ones with their place in the queue.</summary>
    public async Task<List<Job>> ReadAsync(JobsContext context, IReadOnlyList<JobRow> rows, CancellationToken stop)
    {
        var forecast = rows.Any(row => row.State is JobState.Queued) ? await QueueForecast.ReadAsync(context, workers(), stop) : null;
        return [.. rows.Select(row => Create(row, forecast?.Of(row.Id)))];
    }

    /// <summary>What a row asks for.</summary>
    public static JobRequest RequestOf(JobRow row) => JsonSerializer.Deserialize<JobRequest>(row.Request, JobRequest.Json)!;

    /// <summary>What to throw where there is no such job.</summary>
    public static JobException Missing() => new(JobProblem.NotFound, "There is no such job: it may have been deleted.");

    private static Job Create(JobRow row, QueuePlace? place)
    {
        var request = RequestOf(row);
        return new()
        {
            Id = row.Id,
            State = row.State,
            Requested = row.Requested,
            CreatedAt = Clock.ToTime(row.CreatedAt),
            StartedAt = row.StartedAt is { } started ? Clock.ToTime(started) : null,
            FinishedAt = row.FinishedAt is { } finished ? Clock.ToTime(finished) : null,
            Content = request.Content,
            Styles = request.Styles,
            Options = request.Options,
            Progress = row.Progress,
            QueuePosition = place?.Position,
            SecondsUntilStart = place?.SecondsUntilStart,
            Result = row.State is JobState.Finished ? new(row.Key, row.Width, row.Height, row.Progress.Seconds) : null,
            Error = row.Error,
            Revision = row.Revision,
        };
    }
}
