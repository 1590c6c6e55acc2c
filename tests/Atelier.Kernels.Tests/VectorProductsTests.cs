using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Kernels.Tests;

public sealed class VectorProductsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(100_003)]
    public void Sums_AgainstThoseInDoublePrecision_Agree(int length)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (Random(length), Random(length + 1)[..length]);
        var (x, y) = (a.to(float64), b.to(float64));
        Assert.Equal(x.dot(y).item<double>(), VectorProducts.Dot(a, b), 1e-6 * length);
        Assert.Equal(x.abs().sum().item<double>(), VectorProducts.SumOfAbsolutes(a), 1e-6 * length);
        Assert.Equal(x.abs().max().item<double>(), VectorProducts.Largest(a));
        Assert.Equal(x.pow(Number(2)).sum().item<double>(), VectorProducts.SumOfSquares(a).item<float>(), 1e-6 * length);
    }

    [Fact]
    public void Dot_OfHalfPrecision_IsThatOfTheRoundedNumbers()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (Random(70_001), Random(70_002)[..70_001]);
        var half = a.to(bfloat16);
        var expected = half.to(float64);
        Assert.Equal(expected.dot(b.to(float64)).item<double>(), VectorProducts.Dot(half, b), 1e-2);
        Assert.Equal(expected.dot(expected).item<double>(), VectorProducts.Dot(half, half), 1e-2);
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(70_001, false)]
    [InlineData(70_001, true)]
    public void Add_AgainstDoublePrecision_Agrees(int length, bool isHalf)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (Random(length), Random(length + 1)[..length]);
        if (isHalf)
            b = b.to(bfloat16);
        var expected = a.to(float64) - Number(0.3) * b.to(float64);
        VectorProducts.Add(a, b, -0.3);
        TensorAssert.ShouldBe(a, expected.to(float32), 1e-6, 1e-6);
    }

    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(9, 13, 32)]
    [InlineData(50, 70, 96)]
    public void SquaredDistance_OfPartsOfImages_IsTheirs(int height, int width, int channels)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (Random(2, height + 2, width + 3, channels), Random(2, height, width, channels));
        var part = a.narrow(1, 1, height).narrow(2, 2, width);
        var expected = (part.to(float64) - b.to(float64)).pow(Number(2)).sum().item<double>();
        Assert.Equal(expected, VectorProducts.SquaredDistance(part, b).item<float>(), 1e-6 * expected);
        Assert.Equal(expected, VectorProducts.SquaredDistance(part.permute(0, 3, 1, 2), b.permute(0, 3, 1, 2)).item<float>(), 1e-5 * expected);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, 1)]
    [InlineData(1, 40)]
    [InlineData(33, 71)]
    public void Roughness_AgainstAutograd_Agrees(int height, int width)
    {
        using var scope = NewDisposeScope();
        var (image, gradient) = (Random(1, 3, height, width).requires_grad_(), Random(1, 3, height, width));
        var rough = image.diff(dim: 2).pow(Number(2)).sum().Plus(image.diff(dim: 3).pow(Number(2)).sum());
        rough.backward();
        var expected = gradient.Plus(Number(0.7) * image.grad! / Number(2));
        TensorAssert.ShouldBe(Roughness.Add(image.detach(), 0.7, gradient), rough.detach(), 1e-5, 1e-5);
        TensorAssert.ShouldBe(gradient, expected, 1e-5, 1e-5);
    }

    [Fact]
    public void Everything_WithAnyNumberOfThreads_IsTheSameToTheBit()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (Random(1, 300, 301, 32), Random(1, 300, 301, 32));
        var threads = get_num_threads();
        try
        {
            double[] Sums(int count)
            {
                set_num_threads(count);
                var gradient = zeros_like(a);
                return
                [
                    VectorProducts.Dot(a, b), VectorProducts.SumOfSquares(a.permute(0, 3, 1, 2)).item<float>(), VectorProducts.SumOfAbsolutes(a), VectorProducts.SquaredDistance(a, b).item<float>(),
                    Roughness.Add(a, 0.1, gradient).item<float>(), VectorProducts.SumOfSquares(gradient).item<float>(),
                ];
            }
            Assert.Equal(Sums(1), Sums(2));
            Assert.Equal(Sums(1), Sums(3));
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private static Tensor Random(params long[] shape)
    {
        using var generator = new Generator((ulong)shape.Sum());
        return randn(shape, generator: generator);
    }
}
