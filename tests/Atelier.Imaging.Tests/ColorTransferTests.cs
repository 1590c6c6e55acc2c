using Atelier.Core;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Imaging.Tests;

[NoTensorLeaks]
public sealed class ColorTransferTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 4)]
    [InlineData(5, 6)]
    [InlineData(7, 8)]
    public void Linear_HasTheReferencesMeanAndCovariance_InLinearLight(int image, int reference)
    {
        using var scope = NewDisposeScope();
        var wanted = Picture(reference, 70, 50);
        var moved = ColorTransfer.Linear(Picture(image, 60, 90), wanted);
        Assert.InRange(moved.min().item<float>(), 0, 1);
        Assert.InRange(moved.max().item<float>(), 0, 1);
        var (got, due) = (Moments(moved), Moments(wanted));
        TensorAssert.ShouldBe(got.Mean, due.Mean, absolute: 1e-3, relative: 0);
        TensorAssert.ShouldBe(got.Covariance, due.Covariance, absolute: 1e-3, relative: 0);
    }

    [Fact]
    public void Histogram_HasTheReferencesQuantiles_AlongEveryAxis()
    {
        using var scope = NewDisposeScope();
        var (image, wanted) = (Picture(1, 120, 150), Picture(2, 150, 110));
        var moved = ColorTransfer.Histogram(image, wanted);
        foreach (var axis in (float[][])[[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.6f, -0.8f, 0], [0.5f, 0.5f, -0.7f]])
        {
            var (before, after) = (Apart(image, wanted, axis), Apart(moved, wanted, axis));
            Assert.True(after < 0.02 && after < before / 4, $"{before} before, {after} after");
        }
    }

    [Fact]
    public void Both_OfAPictureItself_ChangeNothing()
    {
        using var scope = NewDisposeScope();
        var picture = Picture(3, 64, 48);
        TensorAssert.ShouldBe(ColorTransfer.Linear(picture, picture), picture, absolute: 2e-3, relative: 0);
        TensorAssert.ShouldBe(ColorTransfer.Histogram(picture, picture), picture, absolute: 2e-3, relative: 0);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0.3)]
    [InlineData(0.5, 1)]
    public void Both_OfOneColor_GiveTheOther(double image, double reference)
    {
        using var scope = NewDisposeScope();
        var (one, other) = (full([1, 3, 20, 30], Number(image)), full([1, 3, 9, 9], Number(reference)));
        TensorAssert.ShouldBe(ColorTransfer.Linear(one, other), full([1, 3, 20, 30], Number(reference)), absolute: 1e-3, relative: 0);
        TensorAssert.ShouldBe(ColorTransfer.Histogram(one, other), full([1, 3, 20, 30], Number(reference)), absolute: 1e-3, relative: 0);
    }

    [Fact]
    public void Both_WithAnyNumberOfThreads_AreTheSameToTheBit()
    {
        using var scope = NewDisposeScope();
        var (image, reference) = (Picture(1, 400, 300), Picture(2, 300, 300));
        var before = get_num_threads();
        try
        {
            set_num_threads(1);
            var (linear, histogram) = (ColorTransfer.Linear(image, reference), ColorTransfer.Histogram(image, reference));
            set_num_threads(3);
            TensorAssert.ShouldBe(ColorTransfer.Linear(image, reference), linear, absolute: 0, relative: 0);
            TensorAssert.ShouldBe(ColorTransfer.Histogram(image, reference), histogram, absolute: 0, relative: 0);
        }
        finally
        {
            set_num_threads(before);
        }
    }

    private static ColorMoments Moments(Tensor image) => ColorMoments.Of(ColorPlanes.Of(SrgbCurve.ToLinear(image)));

    // Mean distance of quantiles along an axis.
    private static double Apart(Tensor one, Tensor other, float[] axis)
    {
        Tensor Quantiles(Tensor image) => quantile((image * tensor(axis).view(1, 3, 1, 1)).sum(1).flatten(), linspace(0.02, 0.98, 40));
        return (Quantiles(one) - Quantiles(other)).abs().mean().ToNumber();
    }

    private static Tensor Picture(int seed, int height, int width)
    {
        random.manual_seed(seed);
        var smooth = nn.functional.interpolate(rand(1, 3, 7, 9), [height, width], mode: InterpolationMode.Bilinear, align_corners: false);
        var palette = rand(3, 3) * Number(0.7);
        return einsum("ij,njhw->nihw", palette, smooth).Plus(rand(1, 3, height, width) * Number(0.05)).clamp(Number(0), Number(1));
    }
}
