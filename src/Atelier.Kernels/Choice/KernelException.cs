using Atelier.Core;

namespace Atelier.Kernels;

/// <summary>Kernels are asked for that do not exist, or do not run here.</summary>
internal sealed class KernelException(string message) : AtelierException(message);
