namespace Atelier.Training;

/// <summary>Why a run ended.</summary>
public enum RunEnd
{
    /// <summary>Every phase is trained.</summary>
    Finished,

    /// <summary>The caller's token was canceled; a checkpoint, where asked for, has the state.</summary>
    Stopped,

    /// <summary>A callback ended it: early stopping, for one.</summary>
    EndedEarly,

    /// <summary>The loss went up or was no number, and <see cref="FitOptions.StopOnDivergence"/> was on.</summary>
    Diverged,
}
