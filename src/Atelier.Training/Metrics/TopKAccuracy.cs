using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>The share of samples whose own class is among the k highest scores, in [0,1].</summary>
/// <remarks>Of equal scores the lower class counts as the higher. With k classes or fewer, the share is 1.</remarks>
public class TopKAccuracy : Metric
{
    private readonly int _k;
    private readonly string _name;
    private long _right;
    private long _samples;

    /// <param name="k">1 or more; the metric is called <c>top5</c> for 5.</param>
    public TopKAccuracy(int k)
        : this(k, $"top{k}")
    {
    }

    private protected TopKAccuracy(int k, string name) => (_k, _name) = (Require.Positive(k), name);

    /// <inheritdoc/>
    public override string Name => _name;

    /// <inheritdoc/>
    public override double Value => _samples == 0 ? double.NaN : (double)_right / _samples;

    /// <inheritdoc/>
    public override void Reset() => (_right, _samples) = (0, 0);

    /// <inheritdoc/>
    /// <exception cref="ShapeException">A shape is another.</exception>
    public override void Add(Tensor logits, Tensor targets)
    {
        ScoreShapes.Check(logits, targets);
        using var scope = NewDisposeScope();
        var classes = targets.unsqueeze(1);                                                                // [N,1]
        var own = logits.gather(1, classes);                                                               // [N,1]
        var before = arange(logits.shape[1], device: logits.device).lt(classes).logical_and(logits.eq(own));
        var rank = logits.gt(own).logical_or(before).sum(1);                                               // [N]
        // A score that is no number beats nothing, and is beaten by all.
        _right += rank.lt(_k).logical_and(own.squeeze(1).isnan().logical_not()).sum().item<long>();
        _samples += targets.shape[0];
    }
}

/// <summary>The share of samples whose highest score is their own class's, in [0,1].</summary>
public sealed class Accuracy() : TopKAccuracy(1, "accuracy");
