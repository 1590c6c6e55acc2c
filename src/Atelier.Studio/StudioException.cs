using Atelier.Core;

namespace Atelier.Studio;

/// <summary>The studio cannot start: an address is invalid, taken or unsafe.</summary>
internal sealed class StudioException(string message, Exception? innerException = null) : AtelierException(message, innerException);
