namespace Atelier.Jobs;

/// <summary>A page of jobs.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Next">Pass it as <c>before</c> to get the next page; null on the last.</param>
public sealed record JobPage(IReadOnlyList<Job> Items, string? Next);

/// <summary>The state of the queue.</summary>
/// <param name="Workers">Jobs that can run at once, over all processes.</param>
/// <param name="Running">Jobs that are running.</param>
/// <param name="Queued">Jobs that are waiting.</param>
public sealed record QueueStatus(int Workers, int Running, int Queued);

/// <summary>The loss over the evaluations, thinned to some hundreds of points.</summary>
/// <param name="Steps">Evaluations, from 1, in ascending order.</param>
/// <param name="Losses">The loss at each of them.</param>
public sealed record LossHistory(IReadOnlyList<int> Steps, IReadOnlyList<double> Losses);
