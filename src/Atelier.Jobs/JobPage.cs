namespace Atelier.Jobs;

/// <summary>Which jobs to list, newest first.</summary>
/// <param name="State">In this state only; null for all.</param>
/// <param name="Limit">At most so many, 1 to 200; 50 by default.</param>
/// <param name="Before">Older than the job of this id; null: from the newest.</param>
public sealed record JobQuery(JobState? State = null, int Limit = 50, string? Before = null);

/// <summary>Some of the jobs.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Next">What to ask for as <see cref="JobQuery.Before"/> to go on; null at the end.</param>
public sealed record JobPage(IReadOnlyList<Job> Items, string? Next);

/// <summary>The answer to a request.</summary>
/// <param name="Job">The new job, or the finished one that did the same before.</param>
/// <param name="IsNew">Whether it is new.</param>
public sealed record JobCreation(Job Job, bool IsNew);

/// <summary>What goes on.</summary>
/// <param name="Workers">Jobs that can run at once, over all processes.</param>
/// <param name="Running">Jobs that do.</param>
/// <param name="Queued">Jobs that wait.</param>
public sealed record QueueStatus(int Workers, int Running, int Queued);
