using Atelier.Data;

namespace Atelier.Runs;

/// <summary>What a model learned from.</summary>
/// <param name="Name">The name of the folder or file.</param>
/// <param name="Classes">Images by class.</param>
/// <param name="Groups">Images by class and attribute; null where no attribute is known.</param>
internal sealed record CardData(string Name, IReadOnlyList<ClassCount> Classes, GroupBalance? Groups);
