using Atelier.Core;

namespace Atelier.Auditing;

/// <summary>A table cannot be audited: it is damaged, lacks a column, or holds too little to compare.</summary>
/// <param name="path">The file at fault.</param>
/// <param name="problem">What is wrong with it and what to do, as the rest of a sentence that begins with the path.</param>
/// <param name="innerException">What the reader said, where it said something.</param>
public sealed class AuditException(string path, string problem, Exception? innerException = null)
    : AtelierException($"{path}: {problem}", innerException);
