using Atelier.Core;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>How often each class was predicted as each other one. As a single figure: balanced accuracy, the mean of the classes' recalls.</summary>
public sealed class ConfusionMatrix : Metric
{
    private long[,] _counts = new long[0, 0];

    /// <inheritdoc/>
    public override string Name => "balanced_accuracy";

    /// <inheritdoc/>
    public override double Value => Mean(Recall);

    /// <summary>Samples by class (row) and prediction (column), [C,C]; [0,0] before the first batch. A copy.</summary>
    public long[,] Counts => (long[,])_counts.Clone();

    /// <summary>C, the number of classes; 0 before the first batch.</summary>
    public int Classes => _counts.GetLength(0);

    /// <summary>By class: of the samples predicted as it, the share that are; NaN if there are none.</summary>
    public IReadOnlyList<double> Precision => [.. Enumerable.Range(0, Classes).Select(c => (double)_counts[c, c] / Predicted(c))];

    /// <summary>By class: of its samples, the share that were found; NaN if there are none.</summary>
    public IReadOnlyList<double> Recall => [.. Enumerable.Range(0, Classes).Select(c => (double)_counts[c, c] / Actual(c))];

    /// <summary>By class: 2 precision recall / (precision + recall); NaN if the class has no samples and was never predicted.</summary>
    public IReadOnlyList<double> F1 => [.. Enumerable.Range(0, Classes).Select(c => 2.0 * _counts[c, c] / (Predicted(c) + Actual(c)))];

    /// <inheritdoc/>
    public override void Reset() => _counts = new long[0, 0];

    /// <inheritdoc/>
    /// <exception cref="ShapeException">A shape is wrong.</exception>
    /// <exception cref="ArgumentException">Earlier batches had a different number of classes.</exception>
    public override void Add(Tensor logits, Tensor targets)
    {
        ScoreShapes.Check(logits, targets);
        var classes = (int)logits.shape[1];
        if (Classes == 0)
            _counts = new long[classes, classes];
        if (Classes != classes)
            throw new ArgumentException($"Expected scores of {Classes} classes, as before, but got {classes}.", nameof(logits));
        using var scope = NewDisposeScope();
        var pairs = (targets * Number(classes)).Plus(logits.argmax(1)).cpu();
        foreach (var pair in pairs.data<long>())
            _counts[pair / classes, pair % classes]++;
    }

    /// <summary>Pairs of classes where one was predicted as the other, most frequent first; ties in order of class.</summary>
    /// <param name="least">The fewest samples a pair must have to be listed, 1 or more.</param>
    public IReadOnlyList<Confusion> MostConfused(int least = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(least, 1);
        return
        [
            .. (from actual in Enumerable.Range(0, Classes)
                from predicted in Enumerable.Range(0, Classes)
                where actual != predicted && _counts[actual, predicted] >= least
                select new Confusion(actual, predicted, _counts[actual, predicted])).OrderByDescending(pair => pair.Count),
        ];
    }

    internal static double Mean(IEnumerable<double> byClass) => byClass.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    private long Actual(int c) => Enumerable.Range(0, Classes).Sum(predicted => _counts[c, predicted]);

    private long Predicted(int c) => Enumerable.Range(0, Classes).Sum(actual => _counts[actual, c]);
}

/// <summary>Samples of one class that were predicted as another.</summary>
/// <param name="Actual">Their true class.</param>
/// <param name="Predicted">What they were predicted as.</param>
/// <param name="Count">How many there are.</param>
public readonly record struct Confusion(int Actual, int Predicted, long Count);
