namespace Atelier.Core;

/// <summary>Torch cannot be used as asked: its native libraries do not load on this machine, or the device cannot be used.</summary>
internal sealed class TorchException : AtelierException
{
    internal TorchException(string message, Exception? innerException = null)
        : base(message, innerException) => Reason = message;

    /// <summary>What is missing or does not load, and why; one sentence.</summary>
    internal string Reason { get; private init; }

    internal static TorchException DoesNotLoad(string reason, Exception? innerException = null) =>
        new($"Torch does not load on this machine: {reason.TrimEnd('.')}. Run `atelier doctor` for details.", innerException) { Reason = reason };
}
