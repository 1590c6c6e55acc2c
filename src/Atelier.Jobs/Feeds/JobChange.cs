namespace Atelier.Jobs;

/// <summary>A job has changed.</summary>
/// <param name="JobId">Which.</param>
/// <param name="Job">As it is now; null where it was deleted.</param>
public sealed record JobChange(string JobId, Job? Job);
