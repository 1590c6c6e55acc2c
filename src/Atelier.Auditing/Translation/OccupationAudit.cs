namespace Atelier.Auditing;

/// <summary>What became of the pronouns beside one occupation.</summary>
/// <param name="Occupation">Its name; empty where the row names none.</param>
/// <param name="Pronouns">Gendered pronouns in the sources.</param>
/// <param name="Flips">Those of another gender in the translation.</param>
/// <param name="FlipRate">Their share.</param>
/// <param name="Flows">By direction, those that flipped most first.</param>
public sealed record OccupationAudit(string Occupation, long Pronouns, long Flips, Estimate FlipRate, IReadOnlyList<PronounFlow> Flows);
