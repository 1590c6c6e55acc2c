using TorchSharp.Modules;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Atelier.Models.Tests;

public sealed class BatchNormFoldingTests
{
    [Theory, InlineData(true), InlineData(false)]
    public void Fold_OfConvolutionAndBatchNorm_EqualsBoth(bool hasBias)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        manual_seed(1);
        using var convolution = nn.Conv2d(5, 7, 3, bias: hasBias);
        using var norm = ReferenceFill.Apply(nn.BatchNorm2d(7));
        norm.eval();
        var x = randn(2, 5, 9, 6);
        var (weight, bias) = Folded(convolution, norm);
        TensorAssert.ShouldBe(F.conv2d(x, weight, bias), norm.call(convolution.call(x)), 1e-5, 1e-5);
    }

    [Fact]
    public void Fold_OfKnownNumbers_FollowsTheFormula()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var convolution = nn.Conv2d(1, 1, 1);
        using var norm = nn.BatchNorm2d(1, eps: 0.25);
        convolution.weight!.fill_(Number(2));
        convolution.bias!.fill_(Number(5));
        norm.running_mean!.fill_(Number(1));
        norm.running_var!.fill_(Number(3.75));
        norm.weight!.fill_(Number(3));
        norm.bias!.fill_(Number(-1));
        var (weight, bias) = Folded(convolution, norm);
        Assert.Equal(3f, weight.item<float>());  // 2 * 3 / sqrt(3.75 + 0.25)
        Assert.Equal(5f, bias.item<float>());    // (5 - 1) * 3 / 2 - 1
    }

    [Fact]
    public void Fold_OfConvolutionAlone_IsTheConvolution()
    {
        using var scope = NewDisposeScope();
        using var convolution = nn.Conv2d(2, 3, 3);
        var (weight, bias) = Folded(convolution, norm: null);
        TensorAssert.ShouldBe(weight, convolution.weight!.detach(), 0, 0);
        TensorAssert.ShouldBe(bias, convolution.bias!.detach(), 0, 0);
    }

    private static (Tensor Weight, Tensor Bias) Folded(Conv2d convolution, BatchNorm? norm)
    {
        var before = Tensor.TotalCount;
        var folded = BatchNormFolding.Fold(convolution, norm);
        Assert.Equal(before + 2, Tensor.TotalCount);
        return folded;
    }
}
