using Atelier.Core;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization.Tests;

[NoTensorLeaks]
public sealed class GramMatrixTests
{
    [Fact]
    public void Of_Ones_IsHwOverChw()
    {
        using var scope = NewDisposeScope();
        TensorAssert.ShouldBe(GramMatrix.Compute(ones(1, 2, 4, 4)), full([1, 2, 2], Number(0.5f)), 0, 0);
    }

    [Fact]
    public void Of_KnownFeatures_IsTheirProducts()
    {
        using var scope = NewDisposeScope();
        var features = tensor([1f, 2f, 3f, 4f]).view(1, 2, 1, 2);
        TensorAssert.ShouldBe(GramMatrix.Compute(features), tensor([5f, 11f, 11f, 25f]).view(1, 2, 2) / Number(4));
    }

    [Theory, InlineData(1, 1, 1, 1), InlineData(1, 5, 7, 3), InlineData(3, 16, 4, 9), InlineData(2, 64, 20, 30)]
    public void Of_AnyFeatures_IsSymmetricAndPositiveSemidefinite(int n, int c, int h, int w)
    {
        using var scope = NewDisposeScope();
        manual_seed(c);
        var gram = GramMatrix.Compute(randn(n, c, h, w)).to(float64);
        Assert.Equal([n, c, c], gram.shape);
        TensorAssert.ShouldBe(gram, gram.transpose(1, 2), 1e-7, 0);
        Assert.True(linalg.eigvalsh(gram.Plus(gram.transpose(1, 2)) / Number(2)).min().item<double>() > -1e-6);
    }

    [Fact]
    public void Of_PixelsInAnotherOrder_IsTheSame()
    {
        using var scope = NewDisposeScope();
        var features = randn(2, 6, 5, 4);
        var shuffled = features.flatten(2).index_select(2, randperm(20)).view(2, 6, 5, 4);
        TensorAssert.ShouldBe(GramMatrix.Compute(shuffled), GramMatrix.Compute(features), 1e-6, 1e-5);
    }

    [Fact]
    public void Of_FeaturesRepeatedInSpace_IsTheSame()
    {
        using var scope = NewDisposeScope();
        var features = randn(1, 6, 5, 4);
        TensorAssert.ShouldBe(GramMatrix.Compute(features.repeat(1, 1, 2, 3)), GramMatrix.Compute(features), 1e-6, 1e-5);
    }

    [Fact]
    public void Of_FeaturesWithoutABatch_IsRefused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ShapeException>(() => GramMatrix.Compute(ones(2, 4, 4)));
    }
}
