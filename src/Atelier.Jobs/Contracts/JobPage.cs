namespace Atelier.Jobs;

/// <summary>A page of a list, newest first; the pictures that are built in come before all others.</summary>
/// <param name="Items">What it lists.</param>
/// <param name="Next">Pass it as <c>before</c> to get the next page; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>The state of the queue.</summary>
/// <param name="Workers">Jobs that can run at once, over all processes.</param>
/// <param name="Running">Jobs that are running.</param>
/// <param name="Queued">Jobs that are waiting.</param>
public sealed record QueueStatus(int Workers, int Running, int Queued);

/// <summary>The loss over the evaluations, thinned to some hundreds of points.</summary>
/// <param name="Evaluations">Their numbers, from 1, in ascending order.</param>
/// <param name="Losses">The loss at each of them.</param>
public sealed record LossHistory(IReadOnlyList<int> Evaluations, IReadOnlyList<double> Losses);
