using Atelier.Core;

namespace Atelier.Jobs;

/// <summary>A wish that cannot be met; the message is one sentence for people.</summary>
/// <param name="problem">For programs.</param>
/// <param name="message">For people.</param>
/// <param name="innerException">Where it comes from.</param>
public sealed class JobException(JobProblem problem, string message, Exception? innerException = null) : AtelierException(message, innerException)
{
    /// <summary>What kind of problem it is.</summary>
    public JobProblem Problem { get; } = problem;
}

/// <summary>Why a wish cannot be met.</summary>
public enum JobProblem
{
    /// <summary>The request makes no sense: an option out of its range, a file that is no image.</summary>
    Invalid,

    /// <summary>There is no such job, image, layer or network.</summary>
    NotFound,

    /// <summary>Not in this state.</summary>
    Conflict,

    /// <summary>Never: the built-in samples stay.</summary>
    Forbidden,

    /// <summary>The file has too many bytes or pixels.</summary>
    TooLarge,

    /// <summary>The queue or the room for uploads is full.</summary>
    Full,
}
