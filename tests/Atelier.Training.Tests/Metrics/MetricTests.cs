using Atelier.Core;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Training.Tests;

[NoTensorLeaks]
public sealed class MetricTests
{
    // Predictions 0, 1, 1, 2, 0, 1 of the classes below.
    private static readonly float[,] Scores = { { 3, 2, 1 }, { 0, 5, 1 }, { 1, 2, 0 }, { 0, 1, 2 }, { 9, 1, 8 }, { 2, 3, 1 } };
    private static readonly long[] Classes = [0, 1, 0, 2, 2, 1];

    [Fact]
    public void Accuracy_OverBatches_IsTheShareOfAllSamples() => Assert.Equal(4 / 6.0, Fed(Metric.Accuracy()).Value, 1e-12);

    [Theory, InlineData(1, 4), InlineData(2, 6), InlineData(3, 6), InlineData(9, 6)]
    public void TopK_OverBatches_CountsTheKHighest(int k, int right) => Assert.Equal(right / 6.0, Fed(Metric.TopK(k)).Value, 1e-12);

    [Fact]
    public void TopK_OfEqualOrBrokenScores_IsNoWindfall()
    {
        using var scope = NewDisposeScope();
        var equal = Metric.TopK(2);
        equal.Add(zeros(4, 4), Arange(4));
        Assert.Equal(0.5, equal.Value);
        var broken = Metric.Accuracy();
        broken.Add(full([2, 4], Number(float.NaN)), zeros(2, dtype: int64));
        Assert.Equal(0, broken.Value);
    }

    [Fact]
    public void F1_Macro_IsTheMeanOverClasses()
    {
        // Class 0: 1 of 2 found, 2 taken for it; class 1: 2 of 2, 3; class 2: 1 of 2, 1.
        var expected = (2 * 1 / 4.0 + 2 * 2 / 5.0 + 2 * 1 / 3.0) / 3;
        Assert.Equal(expected, Fed(Metric.MacroF1()).Value, 1e-12);
    }

    [Fact]
    public void ConfusionMatrix_OverBatches_HasCountsAndWhatFollows()
    {
        var matrix = (ConfusionMatrix)Fed(new ConfusionMatrix());
        Assert.Equal(new long[,] { { 1, 1, 0 }, { 0, 2, 0 }, { 1, 0, 1 } }, matrix.Counts);
        Assert.Equal([0.5, 2 / 3.0, 1], matrix.Precision);
        Assert.Equal([0.5, 1, 0.5], matrix.Recall);
        Assert.Equal(2 / 3.0, matrix.Value, 1e-12);
        Assert.Equal([new(0, 1, 1), new(2, 0, 1)], matrix.MostConfused());
        Assert.Empty(matrix.MostConfused(least: 2));
    }

    [Fact]
    public void MostConfused_OfUnequalNumbers_HasTheLargestFirst()
    {
        using var scope = NewDisposeScope();
        var matrix = new ConfusionMatrix();
        matrix.Add(nn.functional.one_hot(tensor([1L, 0, 0, 2]), 3).to(float32), tensor([0L, 2, 2, 2]));
        Assert.Equal([new(2, 0, 2), new(0, 1, 1)], matrix.MostConfused());
        Assert.Equal(double.NaN, matrix.Recall[1]);
        Assert.Equal((0 + 1 / 3.0) / 2, matrix.Value, 1e-12);
    }

    [Fact]
    public void Value_BeforeTheFirstBatchAndAfterReset_IsNoNumber()
    {
        foreach (var metric in (Metric[])[Metric.Accuracy(), Metric.TopK(5), Metric.MacroF1(), new ConfusionMatrix()])
        {
            Assert.Equal(double.NaN, metric.Value);
            Fed(metric).Reset();
            Assert.Equal(double.NaN, metric.Value);
        }
    }

    [Fact]
    public void Names_AreThoseOfTables() => Assert.Equal(
        ["accuracy", "top5", "f1", "balanced_accuracy"],
        ((Metric[])[Metric.Accuracy(), Metric.TopK(5), Metric.MacroF1(), new ConfusionMatrix()]).Select(metric => metric.Name));

    [Fact]
    public void Add_OfShapesThatDoNotFit_SaysSo()
    {
        using var scope = NewDisposeScope();
        foreach (var metric in (Metric[])[Metric.Accuracy(), Metric.MacroF1()])
        {
            Assert.Throws<ShapeException>(() => metric.Add(zeros(3), zeros(3, dtype: int64)));
            Assert.Throws<ShapeException>(() => metric.Add(zeros(3, 2), zeros(4, dtype: int64)));
        }
    }

    private static Metric Fed(Metric metric)
    {
        using var scope = NewDisposeScope();
        var (scores, classes) = (tensor(Scores), tensor(Classes));
        metric.Add(scores.narrow(0, 0, 4), classes.narrow(0, 0, 4));
        metric.Add(scores.narrow(0, 4, 2), classes.narrow(0, 4, 2));
        return metric;
    }
}
