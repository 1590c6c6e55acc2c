using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>A figure over a whole pass of validation: reset, fed batch by batch, then read. Not safe for concurrent use.</summary>
public abstract class Metric
{
    /// <summary>As tables, logs and plots name it: lower case, words joined by underscores, such as <c>accuracy</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether more is better: as for accuracy, unlike a loss. True by default.</summary>
    public virtual bool HigherIsBetter => true;

    /// <summary>The figure over what was added since <see cref="Reset"/>; NaN before the first batch.</summary>
    public abstract double Value { get; }

    /// <summary>Forgets every batch.</summary>
    public abstract void Reset();

    /// <summary>Takes in a batch.</summary>
    /// <param name="logits">[N,C], the network's raw outputs.</param>
    /// <param name="targets">[N] int64 classes in [0,C).</param>
    public abstract void Add(Tensor logits, Tensor targets);
}

/// <summary>What metrics are fed: scores [N,C] and classes [N].</summary>
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
