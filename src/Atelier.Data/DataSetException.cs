using Atelier.Core;

namespace Atelier.Data;

/// <summary>A data set cannot be used: it is missing, empty, damaged, or laid out in an unknown way.</summary>
/// <param name="path">The folder or file, or <c>archive.tar/name</c> of a file in an archive.</param>
/// <param name="problem">What is wrong and what to do, as the rest of a sentence that starts with the path.</param>
/// <param name="innerException">The cause, if another exception reported it.</param>
public sealed class DataSetException(string path, string problem, Exception? innerException = null)
    : AtelierException($"{path}: {problem}", innerException)
{
    /// <summary>The folder or file.</summary>
    public string Path { get; } = path;
}
