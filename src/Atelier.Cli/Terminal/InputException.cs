using Atelier.Core.Guards;

namespace Atelier.Cli.Terminal;

/// <summary>A file that the command line names is missing, or is in the way.</summary>
internal sealed class InputException(string message) : AtelierException(message);
