using Atelier.Core;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>See <see cref="Metric.TopK"/>.</summary>
internal sealed class TopKAccuracy(int k, string name) : Metric
{
    private readonly int _k = Require.Positive(k);
    private long _right;
    private long _samples;

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override double Value => _samples == 0 ? double.NaN : (double)_right / _samples;

    /// <inheritdoc/>
    public override void Reset() => (_right, _samples) = (0, 0);

    /// <inheritdoc/>
    public override void Add(Tensor logits, Tensor targets)
    {
        ScoreShapes.Check(logits, targets);
        using var scope = NewDisposeScope();
        var classes = targets.unsqueeze(1);                                                                // [N,1]
        var own = logits.gather(1, classes);                                                               // [N,1]
        var before = Arange(logits.shape[1], device: logits.device).lt(classes).logical_and(logits.eq(own));
        var rank = logits.gt(own).logical_or(before).sum(1);                                               // [N]
        // NaN beats nothing, and everything beats it.
        _right += rank.lt(Number(_k)).logical_and(own.squeeze(1).isnan().logical_not()).sum().item<long>();
        _samples += targets.shape[0];
    }
}
