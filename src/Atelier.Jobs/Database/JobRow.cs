namespace Atelier.Jobs;

/// <summary>A job as the database has it. Times are milliseconds since 1970, so that both databases compare them alike.</summary>
internal sealed class JobRow
{
    public required string Id { get; init; }

    public required JobState State { get; init; }

    /// <summary>What the worker was asked: <see cref="JobAction.Pause"/>, <see cref="JobAction.Cancel"/> or nothing.</summary>
    public JobAction? Requested { get; init; }

    /// <summary>Grows with every change.</summary>
    public long Revision { get; init; } = 1;

    /// <summary>The <see cref="JobRequest"/> as JSON.</summary>
    public required string Request { get; init; }

    /// <summary>The result's key.</summary>
    public required string Key { get; init; }

    /// <summary>The network's name: jobs of one network take alike long.</summary>
    public required string Network { get; init; }

    /// <summary>The work in all: pixels times evaluations.</summary>
    public required double Cost { get; init; }

    public required long CreatedAt { get; init; }

    public long? StartedAt { get; init; }

    public long? FinishedAt { get; init; }

    public required long UpdatedAt { get; init; }

    /// <summary>Deleted rows stay for a minute, so that feeds and workers of other processes see that they are gone.</summary>
    public long? DeletedAt { get; init; }

    /// <summary>Who runs it: a name that no other run of any job ever has.</summary>
    public string? Worker { get; init; }

    /// <summary>When the worker last said that it lives.</summary>
    public long? HeartbeatAt { get; init; }

    public int Step { get; init; }

    public required int Steps { get; init; }

    public double Part { get; init; }

    public double? Loss { get; init; }

    public double? Rate { get; init; }

    public double? SecondsLeft { get; init; }

    public int Level { get; init; }

    public required int Levels { get; init; }

    public int Preview { get; init; }

    /// <summary>Seconds of computing so far, over all runs.</summary>
    public double Seconds { get; init; }

    public int Width { get; init; }

    public int Height { get; init; }

    public string? Error { get; init; }

    public string? Note { get; init; }
}
