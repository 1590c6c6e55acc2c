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
    /// <exception cref="ArgumentException">A name is unknown.</exception>
    public static IReadOnlyList<Metric> Create(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return [.. names.Select(name => Known.TryGetValue(name, out var make)
            ? make()
            : throw new ArgumentException($"Unknown metric '{name}': use {string.Join(", ", Names)}.", nameof(names)))];
    }
}
