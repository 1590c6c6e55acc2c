using Atelier.Core;

namespace Atelier.Cli;

/// <summary>A file that the command line names is missing, or is in the way.</summary>
internal sealed class InputException(string message) : AtelierException(message);
