using Atelier.Core.Guards;

namespace Atelier.Training.Learning;

/// <summary>Training cannot go on: where, why, and what to do.</summary>
public sealed class TrainingException(string message, Exception? innerException = null) : AtelierException(message, innerException);
