using Atelier.Training;

namespace Atelier.Runs;

/// <summary>The optimizers as recipes name them.</summary>
internal static class OptimizerNames
{
    private static readonly IReadOnlyList<OptimizerKind> Kinds = OptimizerKind.All;

    /// <summary>sgd, adam, adamw, rmsprop.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Kinds.Select(Word)];

    /// <summary>The optimizer with this name, regardless of case; null if there is none.</summary>
    public static OptimizerKind? Find(string name) =>
        Kinds.FirstOrDefault(kind => string.Equals(kind.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The name of an optimizer; null for one that recipes do not know.</summary>
    public static string? Find(OptimizerKind kind) => Kinds.Contains(kind) ? Word(kind) : null;

    private static string Word(OptimizerKind kind) => kind.Name.ToLowerInvariant();
}
