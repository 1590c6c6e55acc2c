using Atelier.Core;

namespace Atelier.Training;

/// <summary>A run cannot be taken up again: which folder, why, what to do.</summary>
public sealed class CheckpointException(string message, Exception? innerException = null) : AtelierException(message, innerException);
