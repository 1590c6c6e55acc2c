namespace Atelier.Runs;

/// <summary>How a model learned.</summary>
/// <param name="Phases">Phase by phase.</param>
/// <param name="Settings">Everything else that is not as it usually is, by name.</param>
internal sealed record CardTraining(IReadOnlyList<CardPhase> Phases, IReadOnlyDictionary<string, string> Settings);
