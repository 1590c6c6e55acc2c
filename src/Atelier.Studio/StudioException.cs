using Atelier.Core;

namespace Atelier.Studio;

/// <summary>The studio cannot start: an address is taken, unsafe or no address at all.</summary>
public sealed class StudioException(string message, Exception? innerException = null) : AtelierException(message, innerException);
