using System.Runtime.InteropServices;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Atelier.Kernels.Tests;

/// <summary>Convolutions for evaluation against the plain ones that they stand for, in float64.</summary>
[NoTensorLeaks]
public sealed class FrozenConvolutionTests
{
    public static TheoryData<long[], long[], int, long[]> Windows { get; } = new()
    {
        { [1, 3, 31, 33], [8, 3, 7, 7], 2, [3, 3] },
        { [2, 16, 9, 12], [24, 16, 1, 1], 1, [0, 0] },
        { [1, 8, 10, 11], [5, 8, 1, 7], 1, [0, 3] },
        { [1, 32, 56, 56], [32, 32, 3, 3], 1, [1, 1] },   // in the Winograd domain
        { [3, 16, 37, 41], [64, 16, 3, 3], 1, [1, 1] },   // likewise
        { [1, 32, 20, 20], [32, 32, 3, 3], 2, [1, 1] },
        { [1, 32, 56, 56], [32, 32, 3, 3], 1, [0, 0] },
    };

    public static TheoryData<string, int> SimdKinds() => new(from kind in Kinds.Names.Except(["torch"]) from padding in (int[])[0, 1] select (kind, padding));

    [Theory, MemberData(nameof(Windows))]
    public void Forward_OfAnyWindow_EqualsConvolutionSumAndRelu(long[] input, long[] filter, int stride, long[] padding)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        manual_seed(1);
        var (image, weight, bias) = (randn(input), randn(filter), randn(filter[0]));
        var exact = Exact(image, weight, bias, stride, padding);
        var addend = randn_like(exact).to(float32);
        using var convolution = new FrozenConvolution(weight, bias, [stride, stride], padding);
        Kinds.ShouldBeNear(convolution.Forward(image, relu: false), exact);
        Kinds.ShouldBeNear(convolution.Forward(image, relu: true), exact.relu());
        Kinds.ShouldBeNear(convolution.Forward(ChannelsLast.From(image), relu: false, addend), exact.Plus(addend));
        var last = convolution.Forward(image, relu: true, addend);
        Kinds.ShouldBeNear(last, exact.Plus(addend).relu());
        Assert.True(last.permute(0, 2, 3, 1).is_contiguous());
    }

    [Fact]
    public void Forward_OfOneSizeAfterAnother_IsRightEachTime()
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var (weight, bias) = (randn(64, 48, 1, 1), randn(64));
        using var convolution = new FrozenConvolution(weight, bias, [1, 1], [0, 0]);
        foreach (var (batch, side) in ((int, int)[])[(1, 17), (8, 17), (1, 8), (1, 17)])
        {
            var image = randn(batch, 48, side, side);
            Kinds.ShouldBeNear(convolution.Forward(image, relu: false), Exact(image, weight, bias, 1, [0, 0]));
        }
    }

    [Fact]
    public void Forward_WhereGradientsAreRecorded_HasThem()
    {
        using var scope = NewDisposeScope();
        var (weight, bias) = (randn(32, 16, 3, 3), randn(32));
        using var convolution = new FrozenConvolution(weight, bias, [1, 1], [1, 1]);
        var image = randn([1, 16, 30, 30], requires_grad: true);
        var addend = randn([1, 32, 30, 30], requires_grad: true);
        var gradients = autograd.grad([convolution.Forward(image, relu: true, addend).sum()], [image, addend]);
        var exact = autograd.grad([Exact(image, weight, bias, 1, [1, 1]).Plus(addend).relu().sum()], [image, addend]);
        Kinds.ShouldBeNear(gradients[0], exact[0].to(float64));
        Kinds.ShouldBeNear(gradients[1], exact[1].to(float64));
    }

    [Theory, MemberData(nameof(SimdKinds))]
    public void WinogradForward_OfEachKind_EqualsConvolutionSumAndRelu(string name, int padding)
    {
        var kind = Kinds.Named(name);
        using var scope = NewDisposeScope();
        manual_seed(2);
        var (image, weight, bias, addend) = (randn(2, 48, 19, 22), randn(96, 48, 3, 3), randn(96), randn(2, 96, 17 + 2 * padding, 20 + 2 * padding));
        using var convolution = WinogradForward.Create(weight, bias, padding, kind);
        var result = Kinds.WithAnyNumberOfThreads(kind, () => [convolution.Forward(ChannelsLast.From(image), relu: true, ChannelsLast.From(addend))])[0];
        Kinds.ShouldBeNear(result, Exact(image, weight, bias, 1, [padding, padding]).Plus(addend).relu());
    }

    [Theory]
    [InlineData(224, 64, true)]
    [InlineData(14, 128, true)]
    [InlineData(14, 256, false)]    // too few tiles for the filter
    [InlineData(4, 64, false)]      // most of the products would not be used
    [InlineData(224, 512, false)]   // a filter too large to be kept
    [InlineData(224, 24, false)]    // no multiple of a register
    public void WinogradForward_OfLargeImages_Pays(int side, int channels, bool pays) =>
        Assert.Equal(pays, WinogradForward.Pays([channels, channels, 3, 3], [1, channels, side, side], padding: 1, KernelKind.Avx2));

    [Fact]
    public void OneDnn_OnX64_IsThere()
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture is Architecture.X64, "needs x64");
        Assert.True(OneDnn.IsThere);
    }

    private static Tensor Exact(Tensor image, Tensor weight, Tensor bias, int stride, long[] padding) =>
        F.conv2d(image.to(float64), weight.to(float64), bias.to(float64), [stride, stride], padding);
}
