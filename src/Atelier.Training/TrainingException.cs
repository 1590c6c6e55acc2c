using Atelier.Core;

namespace Atelier.Training;

/// <summary>Training cannot continue: where, why, and what to do.</summary>
public sealed class TrainingException(string message, Exception? innerException = null) : AtelierException(message, innerException);
