namespace Atelier.Runs;

/// <summary>How good a model is on the validation images.</summary>
/// <param name="Metrics">Figures over all, by name.</param>
/// <param name="Groups">By class and, where an attribute is known, by its values.</param>
internal sealed record CardResults(IReadOnlyDictionary<string, double> Metrics, IReadOnlyList<CardGroup> Groups);
