namespace Atelier.Runs;

/// <summary>Where a run stands.</summary>
public enum RunState
{
    /// <summary>Under way, or killed: resume it.</summary>
    Running,

    /// <summary>Stopped by the user: resume it.</summary>
    Stopped,

    /// <summary>Every phase is trained.</summary>
    Finished,

    /// <summary>Ended by early stopping.</summary>
    EndedEarly,

    /// <summary>The loss was not a number: resume from the last checkpoint, or start a new run with a lower learning rate.</summary>
    Failed,
}
