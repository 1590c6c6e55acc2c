namespace Atelier.Jobs;

/// <summary>What can be done to a job: the first three by people, the others by the worker.</summary>
public enum JobAction
{
    /// <summary>Stop for now.</summary>
    Pause,

    /// <summary>Go on.</summary>
    Resume,

    /// <summary>Give up.</summary>
    Cancel,

    /// <summary>A worker takes the job.</summary>
    Take,

    /// <summary>The worker stops, or is gone: the job goes back to the queue.</summary>
    Release,

    /// <summary>The worker did as was asked and paused.</summary>
    Rest,

    /// <summary>The worker did as was asked and gave up.</summary>
    GiveUp,

    /// <summary>The result is there.</summary>
    Finish,

    /// <summary>It cannot be done.</summary>
    Fail,
}
