using Atelier.Core;

namespace Atelier.Training;

/// <summary>Training cannot go on: where, why, and what to do.</summary>
public sealed class TrainingException(string message, Exception? innerException = null) : AtelierException(message, innerException);
