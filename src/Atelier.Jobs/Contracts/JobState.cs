namespace Atelier.Jobs;

/// <summary>Where a job stands.</summary>
public enum JobState
{
    /// <summary>Waits for a worker.</summary>
    Queued,

    /// <summary>A worker is computing it.</summary>
    Running,

    /// <summary>Waits to be resumed.</summary>
    Paused,

    /// <summary>Has a result. Final.</summary>
    Finished,

    /// <summary>Was canceled. Final.</summary>
    Canceled,

    /// <summary>Could not be done; the error says why. Final.</summary>
    Failed,
}

/// <summary>What a running job has been asked to do, until its worker does it.</summary>
public enum StopRequest
{
    /// <summary>Stop, to be resumed later.</summary>
    Pause,

    /// <summary>Stop for good.</summary>
    Cancel,
}

/// <summary>What can happen to a job: users do the first three, workers the others.</summary>
internal enum JobAction
{
    /// <summary>Stop for now.</summary>
    Pause,

    /// <summary>Continue.</summary>
    Resume,

    /// <summary>Stop for good.</summary>
    Cancel,

    /// <summary>A worker takes the job from the queue.</summary>
    Claim,

    /// <summary>The worker shuts down or has died: the job goes back to the queue.</summary>
    Release,

    /// <summary>The worker has paused the job, as it was asked to.</summary>
    ConfirmPause,

    /// <summary>The worker has stopped the job for good, as it was asked to.</summary>
    ConfirmCancel,

    /// <summary>The result has been written.</summary>
    Finish,

    /// <summary>The job cannot be done.</summary>
    Fail,
}

/// <summary>The state machine: which action is allowed in which state, and where it leads.</summary>
internal static class JobStates
{
    /// <summary>The state after an action; null where the action is not allowed.</summary>
    /// <remarks>
    /// A running job keeps its state when users pause, resume or cancel it: the action is a request to its worker, which
    /// answers with <see cref="JobAction.ConfirmPause"/> or <see cref="JobAction.ConfirmCancel"/> after the current evaluation.
    /// </remarks>
    public static JobState? After(JobState state, JobAction action) => (state, action) switch
    {
        (JobState.Queued, JobAction.Pause) => JobState.Paused,
        (JobState.Queued or JobState.Paused, JobAction.Cancel) => JobState.Canceled,
        (JobState.Queued, JobAction.Claim) => JobState.Running,
        (JobState.Paused, JobAction.Resume) => JobState.Queued,
        (JobState.Running, JobAction.Pause or JobAction.Resume or JobAction.Cancel) => JobState.Running,
        (JobState.Running, JobAction.Release) => JobState.Queued,
        (JobState.Running, JobAction.ConfirmPause) => JobState.Paused,
        (JobState.Running, JobAction.ConfirmCancel) => JobState.Canceled,
        (JobState.Running, JobAction.Finish) => JobState.Finished,
        (JobState.Running, JobAction.Fail) => JobState.Failed,
        _ => null,
    };

    /// <summary>Whether the job never leaves this state.</summary>
    public static bool IsFinal(this JobState state) => state is JobState.Finished or JobState.Canceled or JobState.Failed;
}
