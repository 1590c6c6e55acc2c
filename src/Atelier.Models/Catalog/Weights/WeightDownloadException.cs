using Atelier.Core;

namespace Atelier.Models;

/// <summary>Weights could not be downloaded: unknown, unreachable, damaged on the way, or too large for the disk.</summary>
public sealed class WeightDownloadException(string message, Exception? innerException = null) : AtelierException(message, innerException);
