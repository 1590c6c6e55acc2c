using Atelier.Core;

namespace Atelier.Auditing;

/// <summary>A table cannot be audited: it is damaged, lacks a column, or has too little to compare.</summary>
/// <param name="path">The file at fault.</param>
/// <param name="problem">What is wrong with it and what to do, as the rest of a sentence that starts with the path.</param>
/// <param name="innerException">The cause, if another exception reported it.</param>
public sealed class AuditException(string path, string problem, Exception? innerException = null)
    : AtelierException($"{path}: {problem}", innerException)
{
    /// <summary>Runs an audit of a file, and names the file if it has fewer than two groups to compare.</summary>
    /// <param name="path">The file.</param>
    /// <param name="audit">What to run.</param>
    /// <exception cref="AuditException"><paramref name="audit"/> threw an <see cref="ArgumentException"/>.</exception>
    public static T Naming<T>(string path, Func<T> audit)
    {
        ArgumentNullException.ThrowIfNull(audit);
        try
        {
            return audit();
        }
        catch (ArgumentException e)
        {
            throw new AuditException(path, $"cannot be audited: {ExceptionSentence.Of(e)}", e);
        }
    }
}
