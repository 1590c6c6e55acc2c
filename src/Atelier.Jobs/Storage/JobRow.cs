namespace Atelier.Jobs;

/// <summary>A job in the database. Times are milliseconds since 1970, so that both databases compare them the same way.</summary>
internal sealed class JobRow
{
    public required string Id { get; init; }

    public required JobState State { get; init; }

    public StopRequest? Requested { get; init; }

    /// <summary>Grows with every change.</summary>
    public long Revision { get; init; } = 1;

    /// <summary>The <see cref="JobRequest"/> as JSON.</summary>
    public required string Request { get; init; }

    /// <summary>The result's key.</summary>
    public required string Key { get; init; }

    /// <summary>The network's name: jobs with the same network take similar time per pixel.</summary>
    public required string Network { get; init; }

    /// <summary>All of the work: pixels times evaluations.</summary>
    public required double Cost { get; init; }

    public required long CreatedAt { get; init; }

    public long? StartedAt { get; init; }

    public long? FinishedAt { get; init; }

    public required long UpdatedAt { get; init; }

    /// <summary>Deleted rows stay for a minute, so that feeds and workers in other processes notice.</summary>
    public long? DeletedAt { get; init; }

    /// <summary>Who runs it: a name that is unique to one run of one job.</summary>
    public string? Worker { get; init; }

    /// <summary>When the worker last gave a sign of life.</summary>
    public long? HeartbeatAt { get; init; }

    /// <summary>How often its process has died without a word and without getting further.</summary>
    public int Deaths { get; init; }

    /// <summary>Evaluations at the last such death.</summary>
    public int DiedAt { get; init; }

    /// <summary>Its members are columns of the table.</summary>
    public required JobProgress Progress { get; init; }

    public int Width { get; init; }

    public int Height { get; init; }

    public string? Error { get; init; }
}
