using System.Text.Json;

namespace Atelier.Jobs;

/// <summary>Rows as people see them.</summary>
internal static class JobSnapshots
{
    /// <summary>The jobs of rows, in their order; where one of them waits, with its place in the queue.</summary>
    /// <param name="context">To look at the queue with.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="workers">Jobs that can run at once.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<List<Job>> OfAsync(JobsContext context, IReadOnlyList<JobRow> rows, int workers, CancellationToken stop)
    {
        var forecast = rows.Any(row => row.State is JobState.Queued) ? await QueueForecast.ReadAsync(context, workers, stop) : null;
        return [.. rows.Select(row => Create(row, forecast?.Of(row.Id)))];
    }

    /// <summary>What a row asks for.</summary>
    public static JobRequest RequestOf(JobRow row) => JsonSerializer.Deserialize<JobRequest>(row.Request, JobJson.Settings)!;

    private static Job Create(JobRow row, QueuePlace? place)
    {
        var request = RequestOf(row);
        return new()
        {
            Id = row.Id,
            Kind = request.Kind,
            State = row.State,
            Requested = row.Requested,
            CreatedAt = Clock.ToTime(row.CreatedAt),
            StartedAt = row.StartedAt is { } started ? Clock.ToTime(started) : null,
            FinishedAt = row.FinishedAt is { } finished ? Clock.ToTime(finished) : null,
            Content = request.Content,
            Styles = request.Styles,
            Options = request.Options,
            Progress = new(row.Step, row.Steps, row.Part, row.Loss, row.Rate, row.SecondsLeft, row.Level, row.Levels, row.Preview),
            QueuePosition = place?.Position,
            SecondsUntilStart = place?.SecondsUntilStart,
            Result = row.State is JobState.Finished ? new(row.Key, row.Width, row.Height, row.Seconds) : null,
            Error = row.Error,
            Note = row.Note,
            Revision = row.Revision,
        };
    }
}
