using Atelier.Training.Optimizers;

namespace Atelier.Training.Recipes;

/// <summary>The optimisers as recipes name them.</summary>
internal static class OptimizerNames
{
    private static readonly IReadOnlyList<OptimizerFactory> Kinds = OptimizerKinds.All;

    /// <summary>sgd, adam, adamw, rmsprop.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Kinds.Select(Word)];

    /// <summary>The optimiser of a name, whatever its case; null where there is none.</summary>
    public static OptimizerFactory? Find(string name) =>
        Kinds.FirstOrDefault(kind => string.Equals(kind.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The name of an optimiser; null for one that recipes do not know.</summary>
    public static string? Of(OptimizerFactory kind) => Kinds.Contains(kind) ? Word(kind) : null;

    private static string Word(OptimizerFactory kind) => kind.Name.ToLowerInvariant();
}
