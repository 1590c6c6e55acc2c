using Atelier.Core;

namespace Atelier.Runs;

/// <summary>A run's folder cannot be used: which, what is wrong, what to do.</summary>
/// <param name="path">The folder.</param>
/// <param name="problem">The rest of a sentence that begins with the folder.</param>
/// <param name="innerException">The cause, if another exception reported it.</param>
public sealed class RunException(string path, string problem, Exception? innerException = null)
    : AtelierException($"{path}: {problem}", innerException);
