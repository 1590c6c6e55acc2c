using TorchSharp;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>Products of an image as a matrix of pixels by channels, tall and thin: with itself, and with a small matrix.</summary>
/// <remarks>
/// What the style loss needs of features whose channels lie last in memory. Kernels of our own where there are 32, 64, 96... channels
/// on a processor that they are written for; libtorch's products elsewhere.
/// </remarks>
internal static class PixelProducts
{
    /// <summary>X^T X: which channels fire together.</summary>
    /// <param name="image">X, [H,W,C], a pixel being a row of the matrix; it may be a part of a larger image.</param>
    /// <returns>[C,C], symmetric.</returns>
    public static Tensor Gram(Tensor image) => Gram(image, KernelChoice.Kind);

    /// <summary>X^T X, and below it the sums of the columns of X: what mean and covariance of the channels are made of.</summary>
    /// <param name="image">X, [H,W,C], as for <see cref="Gram(Tensor)"/>.</param>
    /// <returns>[C+1,C].</returns>
    public static Tensor Moments(Tensor image) => Moments(image, KernelChoice.Kind);

    /// <summary>Y + factor X M + v in each row, in place.</summary>
    /// <param name="image">X, [H,W,C], as for <see cref="Gram(Tensor)"/>.</param>
    /// <param name="matrix">M, [C,C].</param>
    /// <param name="factor">Any number.</param>
    /// <param name="sums">Y, [H,W,C]; changed. It may be a part of a larger one.</param>
    /// <param name="row">v, [C]; null for none.</param>
    public static void AddProduct(Tensor image, Tensor matrix, double factor, Tensor sums, Tensor? row = null) => AddProduct(image, matrix, factor, sums, row, KernelChoice.Kind);

    /// <summary>As <see cref="Gram(Tensor)"/>, by the kernels that are named.</summary>
    internal static Tensor Gram(Tensor image, KernelKind kind)
    {
        ArgumentNullException.ThrowIfNull(image);
        return (Fits(image) ? kind : KernelKind.Torch) switch
        {
            KernelKind.Avx512 => PixelBlocks<Lanes16>.Gram(image),
            KernelKind.Avx2 => PixelBlocks<Lanes8>.Gram(image),
            KernelKind.Neon => PixelBlocks<Lanes4>.Gram(image),
            _ => TorchGram(image),
        };
    }

    /// <summary>Likewise.</summary>
    internal static Tensor Moments(Tensor image, KernelKind kind)
    {
        ArgumentNullException.ThrowIfNull(image);
        return (Fits(image) ? kind : KernelKind.Torch) switch
        {
            KernelKind.Avx512 => PixelBlocks<Lanes16>.Moments(image),
            KernelKind.Avx2 => PixelBlocks<Lanes8>.Moments(image),
            KernelKind.Neon => PixelBlocks<Lanes4>.Moments(image),
            _ => TorchMoments(image),
        };
    }

    /// <summary>Likewise.</summary>
    internal static void AddProduct(Tensor image, Tensor matrix, double factor, Tensor sums, Tensor? row, KernelKind kind)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(sums);
        switch (Fits(image) && Fits(sums) ? kind : KernelKind.Torch)
        {
            case KernelKind.Avx512:
                PixelBlocks<Lanes16>.AddProduct(image, matrix, factor, sums, row);
                break;
            case KernelKind.Avx2:
                PixelBlocks<Lanes8>.AddProduct(image, matrix, factor, sums, row);
                break;
            case KernelKind.Neon:
                PixelBlocks<Lanes4>.AddProduct(image, matrix, factor, sums, row);
                break;
            default:
                TorchAddProduct(image, matrix, factor, sums, row);
                break;
        }
    }

    private static Tensor TorchGram(Tensor image)
    {
        using var scope = NewDisposeScope();
        var rows = image.flatten(0, 1);   // [HW,C]
        return rows.t().mm(rows).MoveToOuterDisposeScope();
    }

    private static Tensor TorchMoments(Tensor image)
    {
        using var scope = NewDisposeScope();
        var rows = image.flatten(0, 1);   // [HW,C]
        return cat([rows.t().mm(rows), rows.sum([0], keepdim: true)]).MoveToOuterDisposeScope();
    }

    private static void TorchAddProduct(Tensor image, Tensor matrix, double factor, Tensor sums, Tensor? row)
    {
        using var scope = NewDisposeScope();
        if (row is not null)
            sums.add_(row, alpha: One);
        var rows = image.flatten(0, 1);   // [HW,C]
        if (sums.is_contiguous())
            sums.flatten(0, 1).addmm_(rows, matrix, beta: 1, alpha: (float)factor);
        else
            sums.add_(rows.mm(matrix).view(sums.shape), alpha: Number(factor));
    }

    private static bool Fits(Tensor image) =>
        image.device_type is DeviceType.CPU && image.dtype is ScalarType.Float32
        && image.shape is [> 0, > 0, var channels] && channels % MatrixKernel.Columns == 0 && image.stride() is [_, var pixel, 1] && pixel == channels;
}
