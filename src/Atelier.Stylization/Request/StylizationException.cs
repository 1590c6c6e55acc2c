using Atelier.Core;

namespace Atelier.Stylization;

/// <summary>A stylization cannot be done with these inputs, or did not come to anything.</summary>
public sealed class StylizationException(string message) : AtelierException(message);
