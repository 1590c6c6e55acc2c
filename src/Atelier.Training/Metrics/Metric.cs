using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>A figure over a whole validation pass: reset, fed batch by batch, then read. Not safe for concurrent use.</summary>
/// <example><code>new LearnerOptions { Metrics = [Metric.Accuracy(), Metric.TopK(5)] }</code></example>
public abstract class Metric
{
    private static readonly Dictionary<string, Func<Metric>> Known = new(StringComparer.Ordinal)
    {
        ["accuracy"] = Accuracy,
        ["top3"] = () => TopK(3),
        ["top5"] = () => TopK(5),
        ["f1"] = MacroF1,
        ["balanced_accuracy"] = () => new ConfusionMatrix(),
    };

    /// <summary>What <see cref="Named"/> knows: <c>accuracy</c>, <c>top3</c>, <c>top5</c>, <c>f1</c>, <c>balanced_accuracy</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Keys];

    /// <summary>The share of samples whose highest score is that of their own class, in [0,1].</summary>
    public static Metric Accuracy() => new TopKAccuracy(1, "accuracy");

    /// <summary>The share of samples whose own class is among the k highest scores, in [0,1].</summary>
    /// <param name="k">1 or more; the metric is called <c>top5</c> for 5.</param>
    /// <remarks>Of equal scores, the lower class counts as the higher. With k classes or fewer, the share is 1.</remarks>
    public static Metric TopK(int k) => new TopKAccuracy(k, $"top{k}");

    /// <summary>F1, macro-averaged: the mean over classes of 2 precision recall / (precision + recall), in [0,1].</summary>
    /// <remarks>A class without samples that was never predicted is left out of the mean, as scikit-learn does.</remarks>
    public static Metric MacroF1() => new MacroF1();

    /// <summary>A new metric by its name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Metric Named(string name) => Known.TryGetValue(name, out var create)
        ? create()
        : throw new ArgumentException($"Unknown metric '{name}': use {string.Join(", ", Names)}.", nameof(name));

    /// <summary>As in tables, logs and plots: lowercase words joined by underscores, such as <c>accuracy</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether higher is better, as for accuracy, unlike a loss. True by default.</summary>
    public virtual bool HigherIsBetter => true;

    /// <summary>The figure over everything added since <see cref="Reset"/>; NaN before the first batch.</summary>
    public abstract double Value { get; }

    /// <summary>Forgets every batch.</summary>
    public abstract void Reset();

    /// <summary>Adds a batch.</summary>
    /// <param name="logits">[N,C], the network's raw outputs.</param>
    /// <param name="targets">[N] int64 classes in [0,C).</param>
    public abstract void Add(Tensor logits, Tensor targets);
}

/// <summary>What metrics take: scores [N,C] and classes [N].</summary>
internal static class ScoreShapes
{
    public static void Check(Tensor logits, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        if (logits.shape is not [var n, _])
            throw new ShapeException("[N,C]", logits.shape);
        if (targets.shape is not [var m] || m != n)
            throw new ShapeException($"[{n}]", targets.shape);
    }
}
