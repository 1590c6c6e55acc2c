using Atelier.Core.Guards;

namespace Atelier.Stylization;

/// <summary>A stylisation cannot be done with these inputs, or did not come to anything.</summary>
public sealed class StylizationException(string message) : AtelierException(message);
