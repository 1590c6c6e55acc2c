namespace Atelier.Jobs;

/// <summary>Where a job stands.</summary>
public enum JobState
{
    /// <summary>Waits for a worker.</summary>
    Queued,

    /// <summary>A worker has it.</summary>
    Running,

    /// <summary>Waits for somebody to resume it.</summary>
    Paused,

    /// <summary>Has a result. Final.</summary>
    Finished,

    /// <summary>Somebody gave it up. Final.</summary>
    Canceled,

    /// <summary>Cannot be done; the error says why. Final.</summary>
    Failed,
}
