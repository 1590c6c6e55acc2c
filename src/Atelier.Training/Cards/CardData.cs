using Atelier.Training.Data.Groups;
using Atelier.Training.Data.Splits;

namespace Atelier.Training.Cards;

/// <summary>What a model learnt from.</summary>
/// <param name="Name">The name of the folder or file.</param>
/// <param name="Classes">Images by class.</param>
/// <param name="Groups">Images by class and attribute; null where no attribute is known.</param>
public sealed record CardData(string Name, IReadOnlyList<ClassCount> Classes, GroupBalance? Groups);
