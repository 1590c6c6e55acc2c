using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Training.Tests;

[NoTensorLeaks]
public sealed class MixupTests
{
    [Fact]
    public void Inputs_OfABatch_AreMixedWithTheOrders()
    {
        using var scope = NewDisposeScope();
        var inputs = tensor([0f, 10, 20]).view(3, 1);
        TensorAssert.ShouldBe(Mixup.Inputs(inputs, 0.75, [2, 0, 1]), tensor([5f, 7.5f, 17.5f]).view(3, 1));
        TensorAssert.ShouldBe(inputs, tensor([0f, 10, 20]).view(3, 1), 0, 0);
    }

    [Fact]
    public void Targets_OfClassesAndOfShares_AreTheSame()
    {
        using var scope = NewDisposeScope();
        var expected = tensor(new[,] { { 0.75f, 0, 0.25f }, { 0.25f, 0.75f, 0 }, { 0, 0, 1 } });
        var classes = tensor([0L, 1, 2]);
        TensorAssert.ShouldBe(Mixup.Targets(classes, 3, 0.75, [2, 0, 2]), expected);
        TensorAssert.ShouldBe(Mixup.Targets(nn.functional.one_hot(classes, 3).to(float32), 3, 0.75, [2, 0, 2]), expected);
    }

    [Fact]
    public void Targets_OfWeightedSamples_KeepTheWeightOfEachClass()
    {
        using var scope = NewDisposeScope();
        var weights = tensor([1f, 2, 5]);
        var mixed = Mixup.Weights(weights, 0.75, [2, 0, 1]);
        TensorAssert.ShouldBe(mixed, tensor([0.75f + 1.25f, 1.5f + 0.25f, 3.75f + 0.5f]));
        var targets = Mixup.Targets(tensor([0L, 1, 2]), 3, 0.75, [2, 0, 1], weights);
        TensorAssert.ShouldBe(targets.sum([1]), ones(3));
        TensorAssert.ShouldBe((targets * mixed.unsqueeze(1)).sum([0]), weights);
    }

    [Theory, InlineData(0.2), InlineData(1), InlineData(3)]
    public void Draw_ManyTimes_HasMeanAndVarianceOfTheBetaDistribution(double alpha)
    {
        var random = new Random(7);
        double[] lambdas = [.. Enumerable.Range(0, 20_000).Select(_ => Mixup.Draw(2, alpha, random).Lambda)];
        Assert.All(lambdas, lambda => Assert.InRange(lambda, 0, 1));
        Assert.Equal(0.5, lambdas.Average(), 0.015);
        Assert.Equal(1 / (4 * (2 * alpha + 1)), lambdas.Select(lambda => Math.Pow(lambda - 0.5, 2)).Average(), 0.004);
    }

    [Fact]
    public void Draw_OfOneSeed_IsAlwaysTheSame()
    {
        var (first, second) = (Mixup.Draw(9, 0.4, new Random(3)), Mixup.Draw(9, 0.4, new Random(3)));
        Assert.Equal(first.Lambda, second.Lambda);
        Assert.Equal(first.Order, second.Order);
        Assert.Equal(Enumerable.Range(0, 9).Select(i => (long)i), first.Order.Order());
    }

    [Fact]
    public void Inputs_WithAnOrderOfAnotherLength_AreRefused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ShapeException>(() => Mixup.Inputs(zeros(3, 1), 0.5, [0, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Mixup.Inputs(zeros(2, 1), 1.5, [0, 1]));
    }
}
