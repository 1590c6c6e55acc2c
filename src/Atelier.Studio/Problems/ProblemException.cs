using Atelier.Core;

namespace Atelier.Studio;

/// <summary>A request that cannot be served, thrown where a <see cref="Problem"/> cannot be returned.</summary>
/// <param name="status">Of HTTP, 400 to 599.</param>
/// <param name="sentence">What is wrong and what to do.</param>
internal sealed class ProblemException(int status, string sentence) : AtelierException(sentence)
{
    /// <summary>Of HTTP.</summary>
    public int Status { get; } = status;
}
