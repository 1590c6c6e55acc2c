namespace Atelier.Runs;

/// <summary>A part of a recipe as it is written: a name, and keys with values.</summary>
/// <param name="Number">Its place in the recipe, 1-based.</param>
/// <param name="Name">Its name.</param>
/// <param name="Values">Texts by key: one, or as many as a list in square brackets has.</param>
internal sealed record RecipePart(int Number, string Name, IReadOnlyList<(string Key, IReadOnlyList<string> Texts)> Values);
