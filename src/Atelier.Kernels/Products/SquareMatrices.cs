using System.Numerics;

namespace Atelier.Kernels;

/// <summary>Products of square matrices of float32, row by row in memory, and what is made of them; the same to the bit for any number of threads.</summary>
/// <remarks>Kernels of our own where there are 32, 64, 96... rows on a processor that they are written for; plain loops elsewhere.</remarks>
internal static unsafe class SquareMatrices
{
    private const double Precision = 1e-7;

    /// <summary>A B.</summary>
    /// <param name="left">A, n n numbers.</param>
    /// <param name="right">B, as many.</param>
    /// <param name="size">n.</param>
    public static float[] Multiply(float[] left, float[] right, int size) => Multiply(left, right, size, KernelChoice.Kind);

    /// <summary>The rotation in a matrix: U of A = U H, U orthogonal and H = (A^T A)^(1/2).</summary>
    /// <remarks>
    /// By Newton and Schulz's iteration, X (3 - X^T X) / 2, which needs products only. Each step is scaled so that it raises the least singular
    /// value as far as it can (Chen and Chow, "A Stable Scaling of Newton-Schulz for Improving the Sign Function Computation of a Hermitian
    /// Matrix", 2014): 2.6 times instead of 1.5 at first.
    /// </remarks>
    /// <param name="matrix">A, n n numbers.</param>
    /// <param name="size">n.</param>
    /// <param name="least">No singular value is less; more than 0.</param>
    /// <param name="most">None is more.</param>
    public static float[] PolarFactor(float[] matrix, int size, double least, double most) => PolarFactor(matrix, size, least, most, KernelChoice.Kind);

    /// <summary>As above, by the kernels that are named.</summary>
    internal static float[] Multiply(float[] left, float[] right, int size, KernelKind kind)
    {
        var product = new float[size * size];
        fixed (float* a = left, b = right, c = product)
            AddProduct(a, b, 1, c, size, kind);
        return product;
    }

    /// <summary>Likewise.</summary>
    internal static float[] PolarFactor(float[] matrix, int size, double least, double most, KernelKind kind)
    {
        var (rotation, next, gram) = (Array.ConvertAll(matrix, value => (float)(value / most)), new float[matrix.Length], new float[matrix.Length]);
        for (var low = least / most; 1 - low > Precision;)
        {
            var scale = Math.Sqrt(3 / (1 + low + (low * low)));
            fixed (float* from = rotation, to = next, squares = gram)
            {
                for (var i = 0; i < rotation.Length; i++)
                    to[i] = (float)(1.5 * scale) * from[i];
                Gram(from, squares, size, kind);
                AddProduct(from, squares, (float)(-0.5 * scale * scale * scale), to, size, kind);
            }
            (rotation, next, low) = (next, rotation, 0.5 * scale * low * (3 - (scale * scale * low * low)));
        }
        return rotation;
    }

    private static void Gram(float* matrix, float* gram, int size, KernelKind kind)
    {
        switch (Fitting(size, kind))
        {
            case KernelKind.Avx512:
                PixelBlocks<Lanes16>.Gram(matrix, gram, size);
                break;
            case KernelKind.Avx2:
                PixelBlocks<Lanes8>.Gram(matrix, gram, size);
                break;
            case KernelKind.Neon:
                PixelBlocks<Lanes4>.Gram(matrix, gram, size);
                break;
            default:
                new Span<float>(gram, size * size).Clear();
                for (var pixel = 0; pixel < size; pixel++)
                    for (var row = 0; row < size; row++)
                        Add(matrix + (pixel * size), matrix[(pixel * size) + row], gram + (row * size), size);
                break;
        }
    }

    private static void AddProduct(float* left, float* right, float factor, float* sums, int size, KernelKind kind)
    {
        switch (Fitting(size, kind))
        {
            case KernelKind.Avx512:
                PixelBlocks<Lanes16>.AddProduct(left, right, factor, sums, size);
                break;
            case KernelKind.Avx2:
                PixelBlocks<Lanes8>.AddProduct(left, right, factor, sums, size);
                break;
            case KernelKind.Neon:
                PixelBlocks<Lanes4>.AddProduct(left, right, factor, sums, size);
                break;
            default:
                for (var row = 0; row < size; row++)
                    for (var at = 0; at < size; at++)
                        Add(right + (at * size), factor * left[(row * size) + at], sums + (row * size), size);
                break;
        }
    }

    private static KernelKind Fitting(int size, KernelKind kind) => size % MatrixKernel.Columns == 0 ? kind : KernelKind.Torch;

    private static void Add(float* from, float factor, float* to, int count)
    {
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            Vector.Store(Vector.FusedMultiplyAdd(new Vector<float>(factor), Vector.Load(from + i), Vector.Load(to + i)), to + i);
        for (; i < count; i++)
            to[i] = MathF.FusedMultiplyAdd(factor, from[i], to[i]);
    }
}
