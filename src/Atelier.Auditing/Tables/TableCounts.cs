namespace Atelier.Auditing;

/// <summary>What a table holds, counted.</summary>
/// <param name="Rows">Rows read, of those that were asked for.</param>
/// <param name="WithoutLabel">Rows without a label: they are in none of the counts.</param>
/// <param name="WithoutPrediction">Rows with a label and without a prediction: they are in none of the counts.</param>
/// <param name="Attributes">The counts for each attribute.</param>
public sealed record TableCounts(long Rows, long WithoutLabel, long WithoutPrediction, IReadOnlyList<Contingency> Attributes);
