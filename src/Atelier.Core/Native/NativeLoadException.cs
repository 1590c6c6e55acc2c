namespace Atelier.Core;

/// <summary>Torch's native libraries do not load on this machine.</summary>
public sealed class NativeLoadException(string reason, Exception? innerException = null)
    : AtelierException($"Torch does not load on this machine: {reason.TrimEnd('.')}. `atelier doctor` tells more.", innerException)
{
    /// <summary>The file that is missing or does not load, and why; one sentence.</summary>
    public string Reason { get; } = reason;
}
