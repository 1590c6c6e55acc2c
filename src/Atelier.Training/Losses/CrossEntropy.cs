using Atelier.Core;
using static System.FormattableString;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>How wrong outputs are, as one number to minimize.</summary>
public abstract class Loss
{
    /// <summary>The mean loss over a batch.</summary>
    /// <param name="logits">[N,C] float32, the network's raw outputs.</param>
    /// <param name="targets">[N] int64 classes, or [N,C] float32 shares of each class.</param>
    /// <param name="sampleWeights">[N] float32, 0 or more; null if all count equally.</param>
    /// <returns>A scalar; the caller owns it.</returns>
    public abstract Tensor Compute(Tensor logits, Tensor targets, Tensor? sampleWeights = null);

    /// <summary>What a resumed run must have in common, in words.</summary>
    internal virtual string Settings => GetType().Name;
}

/// <summary>Cross-entropy of the softmax of logits: -sum_c q_c log softmax(x)_c, where q is the target, smoothed if requested.</summary>
/// <remarks>
/// Smoothing: q = (1 - s) onehot + s/C (Szegedy et al. 2016). The same numbers as PyTorch's <c>cross_entropy</c>, plus sample
/// weights, which it lacks: the mean is weighted by them, and by the weights of the classes where targets are classes.
/// </remarks>
public sealed class CrossEntropy : Loss
{
    /// <summary>s, the share of the target that is spread over all classes, in [0,1]; 0 by default.</summary>
    public double LabelSmoothing { get; init => field = Require.InRange(value, 0, 1); }

    /// <summary>How much each class counts, 0 or more, C of them; null, the default, if all count equally.</summary>
    public IReadOnlyList<double>? ClassWeights
    {
        get;
        init => field = value is null ? null : [.. Require.NotEmpty(value).Select(weight => Require.NonNegative(weight, nameof(ClassWeights)))];
    }

    /// <inheritdoc/>
    internal override string Settings =>
        Invariant($"cross-entropy, label smoothing {LabelSmoothing:R}") + (ClassWeights is { } weights ? $", class weights {string.Join(" ", weights.Select(weight => Invariant($"{weight:R}")))}" : "");

    /// <inheritdoc/>
    /// <exception cref="ShapeException">A shape is wrong.</exception>
    public override Tensor Compute(Tensor logits, Tensor targets, Tensor? sampleWeights = null)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        Check(logits, targets, sampleWeights);
        using var scope = NewDisposeScope();
        var classWeights = ClassWeights is { } weights ? tensor([.. weights], logits.dtype, logits.device) : null;
        if (sampleWeights is null)
            return nn.functional.cross_entropy(logits, targets, classWeights, label_smoothing: LabelSmoothing).MoveToOuterDisposeScope();
        var losses = nn.functional.cross_entropy(logits, targets, classWeights, reduction: nn.Reduction.None, label_smoothing: LabelSmoothing); // [N]
        var shares = classWeights is not null && targets.dim() == 1 ? sampleWeights * classWeights[targets] : sampleWeights;                    // [N]
        return ((losses * sampleWeights).sum() / shares.sum()).MoveToOuterDisposeScope();
    }

    private void Check(Tensor logits, Tensor targets, Tensor? sampleWeights)
    {
        if (logits.shape is not [var n, var c] || (ClassWeights is { } weights && weights.Count != c))
            throw new ShapeException(ClassWeights is null ? "[N,C]" : $"[N,{ClassWeights.Count}]", logits.shape);
        if (targets.shape is not [var m] ? !targets.shape.AsSpan().SequenceEqual(logits.shape) : m != n)
            throw new ShapeException($"[{n}] or [{n},{c}]", targets.shape);
        if (sampleWeights is not null && sampleWeights.shape is not [var w] || (sampleWeights?.shape[0] ?? n) != n)
            throw new ShapeException($"[{n}]", sampleWeights!.shape);
    }
}
