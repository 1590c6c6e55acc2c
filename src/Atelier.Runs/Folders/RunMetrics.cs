using Atelier.Training;

namespace Atelier.Runs;

/// <summary>The metrics of a run by name.</summary>
public static class RunMetrics
{
    private static readonly Dictionary<string, Func<Metric>> Known = new(StringComparer.Ordinal)
    {
        ["accuracy"] = () => new Accuracy(),
        ["top3"] = () => new TopKAccuracy(3),
        ["top5"] = () => new TopKAccuracy(5),
        ["f1"] = () => new F1(),
        ["balanced_accuracy"] = () => new ConfusionMatrix(),
    };

    /// <summary>What can be asked for.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Keys];

    /// <summary>New metrics of those names.</summary>
    internal static IReadOnlyList<Metric> Create(IEnumerable<string> names) => [.. names.Select(name => Known[name]())];

    /// <summary>The names, which must all be known.</summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    internal static IReadOnlyList<string> Check(IReadOnlyList<string> names) =>
        names.FirstOrDefault(name => !Known.ContainsKey(name)) is { } unknown
            ? throw new ArgumentException($"Unknown metric '{unknown}': use {string.Join(", ", Names)}.", nameof(names))
            : names;
}
