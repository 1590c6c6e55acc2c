using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Atelier.Kernels.Tests;

/// <summary>Each kernel against autograd through the plain convolution that it stands for.</summary>
[NoTensorLeaks]
public sealed class ConvolutionTests
{
    public static TheoryData<string, PaddingMode, int, int, int, int, int> Cases()
    {
        var cases = new TheoryData<string, PaddingMode, int, int, int, int, int>();
        foreach (var kernels in (string[])["torch", "simd"])
        {
            foreach (var padding in Enum.GetValues<PaddingMode>())
            {
                cases.Add(kernels, padding, 1, 32, 32, 8, 8);
                cases.Add(kernels, padding, 1, 64, 32, 13, 7);
                cases.Add(kernels, padding, 2, 32, 64, 17, 30);
                cases.Add(kernels, padding, 1, 128, 128, 5, 41);
                cases.Add(kernels, padding, 1, 3, 64, 9, 10);
                cases.Add(kernels, padding, 2, 3, 32, 5, 2);
                cases.Add(kernels, padding, 1, 3, 96, 2, 13);
                cases.Add(kernels, padding, 2, 32, 32, 2, 3);
            }
        }
        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public void ForwardAndBackward_AgainstAutograd_Agree(
        string name, PaddingMode padding, int batch, int channels, int filters, int height, int width)
    {
        Assert.SkipUnless(name == "torch" || SimdKernels.IsSupported, "needs 256-bit vectors");
        using var scope = NewDisposeScope();
        manual_seed(7);
        var source = randn(batch, channels, height, width).relu_();
        var weight = randn(filters, channels, 3, 3) / Math.Sqrt(9 * channels);
        var bias = randn(filters);
        var outer = randn(batch, filters, height, width);
        var addend = randn(batch, channels, height, width);
        IKernels kernels = name == "torch" ? TorchKernels.Instance : SimdKernels.Instance;
        using var workspace = new Workspace(CPU, keeps: true);
        using var convolution = kernels.Convolution(weight, bias, padding);

        using var input = Layout.ChannelsLast(source);
        using var forward = convolution.Forward(input, relu: true, workspace);
        using var plain = convolution.Forward(input, relu: false, workspace);
        using var backward = convolution.Backward(Layout.ChannelsLast(outer), Layout.ChannelsLast(addend), input, workspace);
        using var bare = convolution.Backward(Layout.ChannelsLast(outer), addend: null, mask: null, workspace);

        var variable = source.clone().requires_grad_();
        var padded = padding is PaddingMode.Zero
            ? F.pad(variable, [1, 1, 1, 1])
            : F.pad(variable, [1, 1, 1, 1], TorchSharp.PaddingModes.Reflect);
        var expected = F.conv2d(padded, weight, bias);
        expected.backward([outer]);
        TensorAssert.ShouldBe(Layout.Planes(plain), expected.detach(), absolute: 2e-4, relative: 0);
        TensorAssert.ShouldBe(Layout.Planes(forward), expected.detach().relu(), absolute: 2e-4, relative: 0);
        TensorAssert.ShouldBe(Layout.Planes(bare), variable.grad!, absolute: 2e-4, relative: 0);
        TensorAssert.ShouldBe(Layout.Planes(backward), (variable.grad! + addend).masked_fill(source <= 0, 0), absolute: 2e-4, relative: 0);
    }

    [Theory]
    [InlineData(PaddingMode.Zero, PoolingMode.Max, 8, 12), InlineData(PaddingMode.Reflection, PoolingMode.Max, 8, 12)]
    [InlineData(PaddingMode.Zero, PoolingMode.Average, 11, 6), InlineData(PaddingMode.Reflection, PoolingMode.Average, 11, 6)]
    [InlineData(PaddingMode.Reflection, PoolingMode.Max, 13, 27), InlineData(PaddingMode.Reflection, PoolingMode.Average, 2, 3)]
    public void Pooled_AgainstAutograd_Agrees(PaddingMode padding, PoolingMode mode, int height, int width)
    {
        Assert.SkipUnless(SimdKernels.IsSupported, "needs 256-bit vectors");
        using var scope = NewDisposeScope();
        manual_seed(9);
        var source = randn(2, 32, height, width).relu_();
        var weight = randn(64, 32, 3, 3) / Math.Sqrt(9 * 32);
        var bias = randn(64);
        var outer = randn(2, 64, height / 2, width / 2);
        var addend = randn(2, 32, height, width);
        using var workspace = new Workspace(CPU, keeps: true);
        using var convolution = SimdKernels.Instance.Convolution(weight, bias, padding);
        var pooling = Assert.IsAssignableFrom<IPoolingConvolution>(convolution);

        using var input = Layout.ChannelsLast(source);
        var pooled = pooling.ForwardPooled(input, mode, workspace);
        using var output = pooled.Output;
        using var gates = pooled.Gates;
        using var backward = pooling.BackwardPooled(Layout.ChannelsLast(outer), pooled, Layout.ChannelsLast(addend), input, workspace);

        var variable = source.clone().requires_grad_();
        var padded = padding is PaddingMode.Zero
            ? F.pad(variable, [1, 1, 1, 1])
            : F.pad(variable, [1, 1, 1, 1], TorchSharp.PaddingModes.Reflect);
        var clipped = F.conv2d(padded, weight, bias).relu();
        var expected = mode is PoolingMode.Max ? F.max_pool2d(clipped, 2) : F.avg_pool2d(clipped, 2);
        expected.backward([outer]);
        TensorAssert.ShouldBe(Layout.Planes(output), expected.detach(), absolute: 2e-4, relative: 0);
        TensorAssert.ShouldBe(Layout.Planes(backward), (variable.grad! + addend).masked_fill(source <= 0, 0), absolute: 2e-4, relative: 0);
    }

    [Theory]
    [InlineData(PoolingMode.Max, 8, 6), InlineData(PoolingMode.Max, 9, 7), InlineData(PoolingMode.Average, 8, 6), InlineData(PoolingMode.Average, 9, 7)]
    public void Pool_AgainstAutograd_Agrees(PoolingMode mode, int height, int width)
    {
        foreach (var kernels in (IKernels[])[TorchKernels.Instance, SimdKernels.Instance])
        {
            using var scope = NewDisposeScope();
            manual_seed(8);
            using var workspace = new Workspace(CPU, keeps: true);
            var source = randn(2, 32, height, width).relu_();
            var outer = randn(2, 32, height / 2, width / 2);
            var addend = randn(2, 32, height, width);
            using var input = Layout.ChannelsLast(source);
            using var pooled = kernels.Pool(input, mode, workspace);
            using var backward = kernels.PoolBackward(Layout.ChannelsLast(outer), input, Layout.ChannelsLast(addend), mode, workspace);

            var variable = source.clone().requires_grad_();
            var expected = mode is PoolingMode.Max ? F.max_pool2d(variable, 2) : F.avg_pool2d(variable, 2);
            expected.backward([outer]);
            TensorAssert.ShouldBe(Layout.Planes(pooled), expected.detach());
            TensorAssert.ShouldBe(Layout.Planes(backward), (variable.grad! + addend).masked_fill(source <= 0, 0));
        }
    }
}
