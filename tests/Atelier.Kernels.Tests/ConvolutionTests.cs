using static Atelier.Core.Numbers;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Atelier.Kernels.Tests;

/// <summary>Each kernel against autograd in float64 through the plain convolution that it stands for.</summary>
[NoTensorLeaks]
public sealed class ConvolutionTests
{
    private static readonly PaddingMode[] Paddings = Enum.GetValues<PaddingMode>();

    private static readonly (int Batch, int Channels, int Filters, int Height, int Width)[] Sizes =
    [
        (1, 32, 32, 8, 8), (1, 64, 32, 13, 7), (2, 32, 64, 17, 30), (1, 128, 128, 5, 41), (1, 3, 64, 9, 10), (2, 3, 32, 5, 2), (1, 3, 96, 2, 13), (2, 32, 32, 2, 3), (2, 32, 32, 3, 5),
        (2, 32, 32, 3, 3), (2, 32, 64, 40, 37), (1, 256, 32, 31, 38),   // the last two are several blocks of tiles
    ];

    private static readonly (PaddingMode Padding, PoolingMode Mode, int Height, int Width)[] PooledSizes =
    [
        (PaddingMode.Zero, PoolingMode.Max, 8, 12), (PaddingMode.Reflection, PoolingMode.Max, 8, 12),
        (PaddingMode.Zero, PoolingMode.Average, 11, 6), (PaddingMode.Reflection, PoolingMode.Average, 11, 6),
        (PaddingMode.Reflection, PoolingMode.Max, 13, 27), (PaddingMode.Reflection, PoolingMode.Average, 2, 3),
    ];

    public static TheoryData<string, PaddingMode, int, int, int, int, int> Cases() => new(
        from kind in Kinds.Names
        from padding in Paddings
        from size in Sizes
        select (kind, padding, size.Batch, size.Channels, size.Filters, size.Height, size.Width));

    public static TheoryData<string, PaddingMode, PoolingMode, int, int> PooledCases() => new(
        from kind in Kinds.Names.Except(["torch"]) from size in PooledSizes select (kind, size.Padding, size.Mode, size.Height, size.Width));

    public static TheoryData<string, PoolingMode, int, int> PoolCases() => new(
        from kind in Kinds.Names from mode in Enum.GetValues<PoolingMode>() from odd in (int[])[0, 1] select (kind, mode, 8 + odd, 6 + odd));

    [Theory, MemberData(nameof(Cases))]
    public void ForwardAndBackward_AgainstAutogradInFloat64_Agree(
        string name, PaddingMode padding, int batch, int channels, int filters, int height, int width)
    {
        var kind = Kinds.Named(name);
        var kernels = EncoderKernels.Of(kind);
        using var scope = NewDisposeScope();
        manual_seed(7);
        var source = randn(batch, channels, height, width).relu_();
        var weight = randn(filters, channels, 3, 3) / Number(Math.Sqrt(9 * channels));
        var bias = randn(filters);
        var outer = randn(batch, filters, height, width);
        var addend = randn(batch, channels, height, width);
        using var workspace = new Workspace(CPU, keeps: true);
        using var convolution = kernels.Convolution(weight, bias, padding);
        var input = Layout.ChannelsLast(source);
        var results = Kinds.WithAnyNumberOfThreads(kind, () =>
        [
            convolution.Forward(input, relu: true, workspace),
            convolution.Forward(input, relu: false, workspace),
            convolution.Backward(Layout.ChannelsLast(outer), Layout.ChannelsLast(addend), input, workspace),
            convolution.Backward(Layout.ChannelsLast(outer), addend: null, mask: null, workspace),
        ]);

        var (plain, gradient) = Exact(source, weight, bias, padding, output => output, outer);
        Kinds.ShouldBeNear(Layout.Planes(results[0]), plain.relu());
        Kinds.ShouldBeNear(Layout.Planes(results[1]), plain);
        Kinds.ShouldBeNear(Layout.Planes(results[2]), gradient.Plus(addend).masked_fill(source <= Number(0), Number(0)));
        Kinds.ShouldBeNear(Layout.Planes(results[3]), gradient);
    }

    [Theory, MemberData(nameof(PooledCases))]
    public void Pooled_AgainstAutogradInFloat64_Agrees(string name, PaddingMode padding, PoolingMode mode, int height, int width)
    {
        var kind = Kinds.Named(name);
        var kernels = EncoderKernels.Of(kind);
        using var scope = NewDisposeScope();
        manual_seed(9);
        var source = randn(2, 32, height, width).relu_();
        var weight = randn(64, 32, 3, 3) / Number(Math.Sqrt(9 * 32));
        var bias = randn(64);
        var outer = randn(2, 64, height / 2, width / 2);
        var addend = randn(2, 32, height, width);
        using var workspace = new Workspace(CPU, keeps: true);
        using var convolution = kernels.Convolution(weight, bias, padding);
        var pooling = Assert.IsAssignableFrom<IPoolingConvolution>(convolution);
        var input = Layout.ChannelsLast(source);
        var results = Kinds.WithAnyNumberOfThreads(kind, () =>
        {
            var pooled = pooling.ForwardPooled(input, mode, workspace);
            using var gates = pooled.Gates;
            var backward = pooling.BackwardPooled(Layout.ChannelsLast(outer), pooled, Layout.ChannelsLast(addend), input, workspace);
            return [pooled.Output, backward];
        });

        var (output, gradient) = Exact(source, weight, bias, padding, plain => Pool(plain.relu(), mode), outer);
        Kinds.ShouldBeNear(Layout.Planes(results[0]), output);
        Kinds.ShouldBeNear(Layout.Planes(results[1]), gradient.Plus(addend).masked_fill(source <= Number(0), Number(0)));
    }

    [Theory, MemberData(nameof(PoolCases))]
    public void Pool_AgainstAutogradInFloat64_Agrees(string name, PoolingMode mode, int height, int width)
    {
        var kind = Kinds.Named(name);
        var kernels = EncoderKernels.Of(kind);
        using var scope = NewDisposeScope();
        manual_seed(8);
        using var workspace = new Workspace(CPU, keeps: true);
        var source = randn(2, 32, height, width).relu_();
        var outer = randn(2, 32, height / 2, width / 2);
        var addend = randn(2, 32, height, width);
        var input = Layout.ChannelsLast(source);
        var results = Kinds.WithAnyNumberOfThreads(kind, () =>
        [
            kernels.Pool(input, mode, workspace),
            kernels.PoolBackward(Layout.ChannelsLast(outer), input, Layout.ChannelsLast(addend), mode, workspace),
        ]);

        var variable = source.to(float64).requires_grad_();
        var expected = Pool(variable, mode);
        expected.backward([outer.to(float64)]);
        Kinds.ShouldBeNear(Layout.Planes(results[0]), expected.detach());
        Kinds.ShouldBeNear(Layout.Planes(results[1]), variable.grad!.Plus(addend).masked_fill(source <= Number(0), Number(0)));
    }

    private static Tensor Pool(Tensor planes, PoolingMode mode) => mode is PoolingMode.Max ? F.max_pool2d(planes, 2) : F.avg_pool2d(planes, 2);

    private static (Tensor Output, Tensor Gradient) Exact(
        Tensor source, Tensor weight, Tensor bias, PaddingMode padding, Func<Tensor, Tensor> then, Tensor outer)
    {
        var variable = source.to(float64).requires_grad_();
        var padded = padding is PaddingMode.Zero
            ? F.pad(variable, [1, 1, 1, 1])
            : F.pad(variable, [1, 1, 1, 1], TorchSharp.PaddingModes.Reflect);
        var output = then(F.conv2d(padded, weight.to(float64), bias.to(float64)));
        output.backward([outer.to(float64)]);
        return (output.detach(), variable.grad!);
    }
}
