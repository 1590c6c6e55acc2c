using static TorchSharp.torch;

namespace Atelier.Kernels.Tests;

public sealed class PixelProductsTests
{
    public static TheoryData<int, int> Sizes() => new(
        from pixels in (int[])[1, 13, 1000, 5000] from channels in (int[])[3, 32, 64, 96, 256] select (pixels, channels));

    [Theory, MemberData(nameof(Sizes))]
    public void Gram_AgainstTheProductInDoublePrecision_Agrees(int pixels, int channels)
    {
        using var scope = NewDisposeScope();
        var rows = Rows(pixels, channels);
        var exact = rows.to(float64);
        TensorAssert.ShouldBe(PixelProducts.Gram(rows), exact.t().mm(exact).to(float32), 1e-5 * pixels, 1e-5);
    }

    [Theory, MemberData(nameof(Sizes))]
    public void AddProduct_AgainstTheProductInDoublePrecision_Agrees(int pixels, int channels)
    {
        using var scope = NewDisposeScope();
        var (rows, matrix, sums) = (Rows(pixels, channels), Rows(channels, channels), Rows(pixels, channels));
        var expected = sums.to(float64) - 0.7 * rows.to(float64).mm(matrix.to(float64));
        PixelProducts.AddProduct(rows, matrix, -0.7, sums);
        TensorAssert.ShouldBe(sums, expected.to(float32), 1e-4, 1e-4);
    }

    private static Tensor Rows(int count, int length)
    {
        using var generator = new Generator((ulong)(count + length));
        return randn([count, length], generator: generator);
    }
}
