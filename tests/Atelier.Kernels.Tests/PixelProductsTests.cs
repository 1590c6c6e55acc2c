using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Kernels.Tests;

[NoTensorLeaks]
public sealed class PixelProductsTests
{
    public static TheoryData<string, int, int, int> Cases() => new(
        from kind in Kinds.Names
        from size in ((int, int)[])[(1, 1), (1, 13), (13, 1), (20, 50), (50, 100)]
        from channels in (int[])[3, 32, 64, 96, 256]
        select (kind, size.Item1, size.Item2, channels));

    [Theory, MemberData(nameof(Cases))]
    public void Gram_AgainstTheProductInFloat64_Agrees(string name, int height, int width, int channels)
    {
        var kind = Kinds.Named(name);
        using var scope = NewDisposeScope();
        var image = Image(height, width, channels);
        var gram = Kinds.WithAnyNumberOfThreads(kind, () => [PixelProducts.Gram(image, kind)]).Single();
        var exact = image.flatten(0, 1).to(float64);
        Kinds.ShouldBeNear(gram, exact.t().mm(exact));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Moments_AgainstFloat64_Agree(string name, int height, int width, int channels)
    {
        var kind = Kinds.Named(name);
        using var scope = NewDisposeScope();
        var image = Image(height, width, channels);
        var moments = Kinds.WithAnyNumberOfThreads(kind, () => [PixelProducts.Moments(image, kind)]).Single();
        var exact = image.flatten(0, 1).to(float64);
        Assert.Equal([channels + 1, channels], moments.shape);
        Kinds.ShouldBeNear(moments.narrow(0, 0, channels), exact.t().mm(exact));
        Kinds.ShouldBeNear(moments[channels], exact.sum([0]));
    }

    [Theory, MemberData(nameof(Cases))]
    public void AddProduct_WithARow_AddsItToEachPixel(string name, int height, int width, int channels)
    {
        var kind = Kinds.Named(name);
        using var scope = NewDisposeScope();
        var (image, matrix, row) = (Image(height, width, channels), Image(1, channels, channels)[0], Image(1, 1, channels)[0, 0]);
        var after = Kinds.WithAnyNumberOfThreads(kind, () =>
        {
            var sums = image.clone();
            PixelProducts.AddProduct(image, matrix, 2, sums, row, kind);
            return [sums];
        }).Single();
        var exact = image.to(float64);
        Kinds.ShouldBeNear(after, exact.Plus(row.to(float64)).Plus(Number(2) * exact.flatten(0, 1).mm(matrix.to(float64)).view(exact.shape)));
    }

    [Theory, MemberData(nameof(Cases))]
    public void AddProduct_AgainstTheProductInFloat64_Agrees(string name, int height, int width, int channels)
    {
        var kind = Kinds.Named(name);
        using var scope = NewDisposeScope();
        var (image, matrix, before) = (Image(height, width, channels), Image(1, channels, channels)[0], Image(height, width, channels));
        var after = Kinds.WithAnyNumberOfThreads(kind, () =>
        {
            var sums = before.clone();
            PixelProducts.AddProduct(image, matrix, -0.7, sums, null, kind);
            return [sums];
        }).Single();
        Kinds.ShouldBeNear(after, before.to(float64) - Number(0.7) * image.to(float64).flatten(0, 1).mm(matrix.to(float64)).view(before.shape));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Products_OfAPartOfALargerImage_AreThoseOfItsCopy_AndChangeNothingElse(string name, int height, int width, int channels)
    {
        var kind = Kinds.Named(name);
        using var scope = NewDisposeScope();
        var (image, matrix, sums) = (Image(height + 3, width + 5, channels), Image(1, channels, channels)[0], Image(height + 3, width + 4, channels));
        var (part, into) = (image.narrow(0, 2, height).narrow(1, 4, width), sums.narrow(0, 1, height).narrow(1, 2, width));
        var (outside, expected) = (sums.clone(), into.clone());
        TensorAssert.ShouldBe(PixelProducts.Gram(part, kind), PixelProducts.Gram(part.contiguous(), kind), 1e-6 * height * width, 1e-6);

        PixelProducts.AddProduct(part.contiguous(), matrix, 0.3, expected, null, kind);
        PixelProducts.AddProduct(part, matrix, 0.3, into, null, kind);

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
