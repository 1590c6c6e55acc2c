namespace Atelier.Core;

/// <summary>A file could not be downloaded: unknown, unreachable, damaged on the way, or too large for the disk.</summary>
public sealed class DownloadException(string message, Exception? innerException = null) : AtelierException(message, innerException);
