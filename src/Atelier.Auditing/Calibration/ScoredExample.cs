namespace Atelier.Auditing;

/// <summary>An example with a score for each label.</summary>
/// <param name="Label">The number of its true label.</param>
/// <param name="Group">The number of its group; -1 where it is not known.</param>
/// <param name="Scores">By label; the highest wins. Logits or log-probabilities serve best, probabilities will do.</param>
public sealed record ScoredExample(int Label, int Group, float[] Scores);
