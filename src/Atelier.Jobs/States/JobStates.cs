namespace Atelier.Jobs;

/// <summary>Which action is allowed in which state, and where it leads: the only place that knows.</summary>
public static class JobStates
{
    /// <summary>The state after an action; null where the action is not allowed.</summary>
    /// <remarks>
    /// A running job stays so when people pause, resume or cancel it: the action is a request to its worker, which
    /// answers with <see cref="JobAction.Rest"/> or <see cref="JobAction.GiveUp"/> after the step that it is at.
    /// </remarks>
    public static JobState? After(JobState state, JobAction action) => (state, action) switch
    {
        (JobState.Queued, JobAction.Pause) => JobState.Paused,
        (JobState.Queued or JobState.Paused, JobAction.Cancel) => JobState.Canceled,
        (JobState.Queued, JobAction.Take) => JobState.Running,
        (JobState.Paused, JobAction.Resume) => JobState.Queued,
        (JobState.Running, JobAction.Pause or JobAction.Resume or JobAction.Cancel) => JobState.Running,
        (JobState.Running, JobAction.Release) => JobState.Queued,
        (JobState.Running, JobAction.Rest) => JobState.Paused,
        (JobState.Running, JobAction.GiveUp) => JobState.Canceled,
        (JobState.Running, JobAction.Finish) => JobState.Finished,
        (JobState.Running, JobAction.Fail) => JobState.Failed,
        _ => null,
    };

    /// <summary>Whether nothing more happens in this state.</summary>
    public static bool IsFinal(this JobState state) => state is JobState.Finished or JobState.Canceled or JobState.Failed;
}
