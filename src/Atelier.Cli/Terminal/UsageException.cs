using Atelier.Core;

namespace Atelier.Cli;

/// <summary>The command line is wrong in a way that only the command itself can tell; the program exits with 2.</summary>
internal sealed class UsageException(string message, Exception? innerException = null) : AtelierException(message, innerException);
