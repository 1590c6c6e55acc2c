using static TorchSharp.torch;

namespace Atelier.Kernels.Tests;

public sealed class PixelProductsTests
{
    public static TheoryData<int, int, int> Sizes() => new(
        from size in ((int, int)[])[(1, 1), (1, 13), (13, 1), (20, 50), (50, 100)]
        from channels in (int[])[3, 32, 64, 96, 256]
        select (size.Item1, size.Item2, channels));

    [Theory, MemberData(nameof(Sizes))]
    public void Gram_AgainstTheProductInDoublePrecision_Agrees(int height, int width, int channels)
    {
        using var scope = NewDisposeScope();
        var image = Image(height, width, channels);
        var exact = image.flatten(0, 1).to(float64);
        TensorAssert.ShouldBe(PixelProducts.Gram(image), exact.t().mm(exact).to(float32), 1e-5 * height * width, 1e-5);
    }

    [Theory, MemberData(nameof(Sizes))]
    public void AddProduct_AgainstTheProductInDoublePrecision_Agrees(int height, int width, int channels)
    {
        using var scope = NewDisposeScope();
        var (image, matrix, sums) = (Image(height, width, channels), Image(1, channels, channels)[0], Image(height, width, channels));
        var expected = sums.to(float64) - 0.7 * image.to(float64).flatten(0, 1).mm(matrix.to(float64)).view(sums.shape);
        PixelProducts.AddProduct(image, matrix, -0.7, sums);
        TensorAssert.ShouldBe(sums, expected.to(float32), 1e-4, 1e-4);
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Products_OfAPartOfALargerImage_AreThoseOfItsCopy_AndChangeNothingElse(int height, int width, int channels)
    {
        using var scope = NewDisposeScope();
        var (image, matrix, sums) = (Image(height + 3, width + 5, channels), Image(1, channels, channels)[0], Image(height + 3, width + 4, channels));
        var (part, into) = (image.narrow(0, 2, height).narrow(1, 4, width), sums.narrow(0, 1, height).narrow(1, 2, width));
        var (outside, expected) = (sums.clone(), into.clone());
        TensorAssert.ShouldBe(PixelProducts.Gram(part), PixelProducts.Gram(part.contiguous()), 1e-6 * height * width, 1e-6);

        PixelProducts.AddProduct(part.contiguous(), matrix, 0.3, expected);
        PixelProducts.AddProduct(part, matrix, 0.3, into);

        TensorAssert.ShouldBe(into, expected, 1e-5, 1e-5);
        outside.narrow(0, 1, height).narrow(1, 2, width).copy_(into);
        TensorAssert.ShouldBe(sums, outside, 0, 0);
    }

    private static Tensor Image(int height, int width, int channels)
    {
        using var generator = new Generator((ulong)(height * width + channels));
        return randn([height, width, channels], generator: generator);
    }
}
