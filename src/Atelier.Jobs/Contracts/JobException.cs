using Atelier.Core;

namespace Atelier.Jobs;

/// <summary>A request that cannot be fulfilled; the message is one sentence for the user.</summary>
/// <param name="problem">See <see cref="Problem"/>.</param>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="innerException">The cause, if any.</param>
public sealed class JobException(JobProblem problem, string message, Exception? innerException = null) : AtelierException(message, innerException)
{
    /// <summary>The kind of problem.</summary>
    public JobProblem Problem { get; } = problem;
}

/// <summary>Why a request cannot be fulfilled.</summary>
public enum JobProblem
{
    /// <summary>The request makes no sense: a setting out of its range, a file that is not an image.</summary>
    Invalid,

    /// <summary>There is no such job, image, layer or network.</summary>
    NotFound,

    /// <summary>The current state does not allow it.</summary>
    Conflict,

    /// <summary>It is never allowed: the built-in samples cannot be deleted.</summary>
    Forbidden,

    /// <summary>The file has too many bytes or pixels.</summary>
    TooLarge,

    /// <summary>The queue or the space for uploads is full.</summary>
    Full,
}
