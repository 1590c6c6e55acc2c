using Atelier.Core;

namespace Atelier.Training;

/// <summary>A recipe cannot be trained: which phase, what is wrong, what to do.</summary>
public sealed class RecipeException(string message, Exception? innerException = null) : AtelierException(message, innerException);
