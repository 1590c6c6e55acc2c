using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Atelier.Kernels.Tests;

/// <summary>Pools of each kind of kernels against libtorch's.</summary>
[NoTensorLeaks]
public sealed class PoolWindowTests
{
    private static readonly (PoolingMode Mode, int Side, int Stride, int Padding, bool IsCeiling, bool CountsPadding)[] Windows =
    [
        (PoolingMode.Max, 3, 2, 0, false, false), (PoolingMode.Max, 3, 2, 0, true, false), (PoolingMode.Max, 3, 2, 1, false, false),
        (PoolingMode.Max, 3, 1, 1, true, false), (PoolingMode.Max, 2, 2, 0, true, false), (PoolingMode.Max, 2, 2, 1, true, false),
        (PoolingMode.Average, 3, 1, 1, false, true), (PoolingMode.Average, 3, 1, 1, false, false), (PoolingMode.Average, 3, 2, 0, true, false),
    ];

    public static TheoryData<string, PoolingMode, int, int, int, bool, bool> Cases() => new(
        from kind in Kinds.Names from w in Windows select (kind, w.Mode, w.Side, w.Stride, w.Padding, w.IsCeiling, w.CountsPadding));

    [Theory, MemberData(nameof(Cases))]
    public void Apply_OfAnyWindow_EqualsTorch(string name, PoolingMode mode, int side, int stride, int padding, bool isCeiling, bool countsPadding)
    {
        var kind = Kinds.Named(name);
        var window = new PoolWindow(mode, side, stride, padding, isCeiling, countsPadding);
        using var scope = NewDisposeScope();
        foreach (var (height, width) in ((int, int)[])[(3, 3), (8, 13), (9, 12), (14, 7)])
        {
            var image = randn(2, 48, height, width);
            var expected = mode is PoolingMode.Max
                ? F.max_pool2d(image, side, stride, padding, ceil_mode: isCeiling)
                : F.avg_pool2d(image, side, stride, padding, isCeiling, countsPadding);
            TensorAssert.ShouldBe(window.Apply(image, kind), expected, 1e-6, 1e-6);
            TensorAssert.ShouldBe(window.Apply(ChannelsLast.From(image), kind), expected, 1e-6, 1e-6);
        }
    }

    [Fact]
    public void Apply_WhereGradientsAreRecorded_HasThem()
    {
        using var scope = NewDisposeScope();
        var image = randn([1, 16, 6, 6], requires_grad: true);
        var gradient = autograd.grad([new PoolWindow(PoolingMode.Max, 3, 2).Apply(image).sum()], [image])[0];
        TensorAssert.ShouldBe(gradient.sum(), tensor(16f * 2 * 2), 1e-6, 0);
    }
}
