using System.Runtime.InteropServices;
using Atelier.Core.Guards;

namespace Atelier.Core.Native;

/// <summary>Torch's native libraries do not load on this machine.</summary>
public sealed class NativeLoadException(Exception innerException) : AtelierException(
    $"Torch's native library does not load on this machine ({RuntimeInformation.RuntimeIdentifier}): run `atelier doctor` for the reason.",
    innerException);
