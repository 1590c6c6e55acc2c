namespace Atelier.Jobs;

/// <summary>A job as it is at one moment; <see cref="JobJson"/> writes it as the HTTP surface has it.</summary>
public sealed record Job
{
    /// <summary>26 characters, later ids sort later.</summary>
    public required string Id { get; init; }

    /// <summary>What it does.</summary>
    public required JobKind Kind { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobState State { get; init; }

    /// <summary>What a running job's worker was asked and has not yet done: <see cref="JobAction.Pause"/> or <see cref="JobAction.Cancel"/>; null for nothing.</summary>
    public JobAction? Requested { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a worker first took it.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it reached a final state.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Id of the photo.</summary>
    public required string Content { get; init; }

    /// <summary>The paintings; none for a reconstruction.</summary>
    public required IReadOnlyList<StyleImage> Styles { get; init; }

    /// <summary>How.</summary>
    public required JobOptions Options { get; init; }

    /// <summary>How far it is.</summary>
    public required JobProgress Progress { get; init; }

    /// <summary>1 for the next to be taken; null where it does not wait.</summary>
    public int? QueuePosition { get; init; }

    /// <summary>Estimate of the wait; null where it does not wait, or nothing was measured yet.</summary>
    public double? SecondsUntilStart { get; init; }

    /// <summary>The picture; null until it is finished.</summary>
    public JobResult? Result { get; init; }

    /// <summary>Why it failed, in one sentence.</summary>
    public string? Error { get; init; }

    /// <summary>Something worth knowing that happened on the way, in one sentence: it had to begin anew, or the optimization recovered.</summary>
    public string? Note { get; init; }

    /// <summary>Grows with every change of the job.</summary>
    public required long Revision { get; init; }

    /// <summary>What was asked for, to ask for it again.</summary>
    public JobRequest ToRequest() => new(Kind, Content, Styles, Options);
}
