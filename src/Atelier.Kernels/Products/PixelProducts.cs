using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>Products of an image as a matrix of pixels by channels, tall and thin: with itself, and with a small matrix.</summary>
/// <remarks>
/// What the style loss needs of features whose channels lie last in memory. Kernels of our own where the processor has 256-bit
/// vectors and there are 32, 64, 96... channels; libtorch's products elsewhere. The sums are taken in the same order whatever the
/// number of threads.
/// </remarks>
internal static unsafe class PixelProducts
{
    private const int Panel = 32;
    private const int GramRows = 8;
    private const int MostParts = 16;
    private const int CacheFloats = 1 << 13;   // 32 KB: what a core's first-level cache holds

    /// <summary>X^T X: which channels fire together.</summary>
    /// <param name="image">X, [H,W,C], a pixel being a row of the matrix; it may be a part of a larger image.</param>
    /// <returns>[C,C], symmetric.</returns>
    public static Tensor Gram(Tensor image)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var scope = NewDisposeScope();
        if (!HasKernel(image))
        {
            var rows = image.flatten(0, 1);   // [HW,C]
            return rows.t().mm(rows).MoveToOuterDisposeScope();
        }
        var lines = new Lines(image);
        var channels = lines.Channels;
        var length = Math.Max(CacheFloats / channels, (lines.Pixels + MostParts - 1) / MostParts);
        var count = (lines.Pixels + length - 1) / length;
        var parts = zeros(count, channels, channels);
        var to = (nint)Pointer.To(parts);
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, part =>
        {
            var sums = (float*)to + (nint)part * channels * channels;
            for (int at = part * length, end = Math.Min(at + length, lines.Pixels); at < end;)
            {
                var run = Math.Min(lines.Run(at), end - at);
                AddGram(lines.At(at), run, channels, sums);
                at += run;
            }
        });
        var upper = parts.sum([0]).triu();   // below the diagonal, parts are filled as far as blocks reach
        return (upper + upper.triu(1).t()).MoveToOuterDisposeScope();
    }

    /// <summary>Y + factor X M, in place.</summary>
    /// <param name="image">X, [H,W,C], as for <see cref="Gram"/>.</param>
    /// <param name="matrix">M, [C,C].</param>
    /// <param name="factor">Any number.</param>
    /// <param name="sums">Y, [H,W,C]; changed. It may be a part of a larger one.</param>
    public static void AddProduct(Tensor image, Tensor matrix, double factor, Tensor sums)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(sums);
        using var scope = NewDisposeScope();
        if (!HasKernel(image) || !HasKernel(sums))
        {
            var rows = image.flatten(0, 1);   // [HW,C]
            if (sums.is_contiguous())
                sums.flatten(0, 1).addmm_(rows, matrix, beta: 1, alpha: (float)factor);
            else
                sums.add_(rows.mm(matrix).view(sums.shape), alpha: factor);
            return;
        }
        var (from, to) = (new Lines(image), new Lines(sums));
        var channels = from.Channels;
        var panels = (matrix * factor).view(channels, channels / Panel, Panel).transpose(0, 1).contiguous();   // [C/32][C][32]
        var values = (nint)Pointer.To(panels);
        var length = CacheFloats / channels / MatrixKernel.Rows * MatrixKernel.Rows + MatrixKernel.Rows;
        Parallel.For(0, (from.Pixels + length - 1) / length, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, part =>
        {
            for (int at = part * length, end = Math.Min(at + length, from.Pixels); at < end;)
            {
                var run = Math.Min(Math.Min(from.Run(at), to.Run(at)), end - at);
                AddProduct(from.At(at), run, channels, (float*)values, to.At(at));
                at += run;
            }
        });
    }

    private static bool HasKernel(Tensor image) =>
        SimdKernels.IsSupported && image.device_type is DeviceType.CPU && image.dtype is ScalarType.Float32
        && image.shape is [> 0, > 0, var channels] && channels % Panel == 0 && image.stride() is [_, var pixel, 1] && pixel == channels;

    // gram: [C][C], of which blocks on and above the diagonal are added to
    private static void AddGram(float* rows, int count, int channels, float* gram)
    {
        var cached = Math.Max(CacheFloats / channels, 1);
        for (var first = 0; first < count; first += cached)
        {
            var pixels = Math.Min(cached, count - first);
            for (var row = 0; row < channels; row += GramRows)
                for (var column = row / Panel * Panel; column < channels; column += Panel)
                    AddBlock(rows + (nint)first * channels, pixels, channels, row, column, gram + row * channels + column);
        }
    }

    // Eight channels times 32 in sixteen registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBlock(float* rows, int count, int channels, int row, int column, float* sums)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default, b6 = default, b7 = default;
        for (var end = rows + (nint)count * channels; rows < end; rows += channels)
        {
            var (left, right) = (Vector512.Load(rows + column), Vector512.Load(rows + column + 16));
            var eight = rows + row;
            var x = Vector512.Create(eight[0]);
            (a0, b0) = (Vector512.FusedMultiplyAdd(x, left, a0), Vector512.FusedMultiplyAdd(x, right, b0));
            x = Vector512.Create(eight[1]);
            (a1, b1) = (Vector512.FusedMultiplyAdd(x, left, a1), Vector512.FusedMultiplyAdd(x, right, b1));
            x = Vector512.Create(eight[2]);
            (a2, b2) = (Vector512.FusedMultiplyAdd(x, left, a2), Vector512.FusedMultiplyAdd(x, right, b2));
            x = Vector512.Create(eight[3]);
            (a3, b3) = (Vector512.FusedMultiplyAdd(x, left, a3), Vector512.FusedMultiplyAdd(x, right, b3));
            x = Vector512.Create(eight[4]);
            (a4, b4) = (Vector512.FusedMultiplyAdd(x, left, a4), Vector512.FusedMultiplyAdd(x, right, b4));
            x = Vector512.Create(eight[5]);
            (a5, b5) = (Vector512.FusedMultiplyAdd(x, left, a5), Vector512.FusedMultiplyAdd(x, right, b5));
            x = Vector512.Create(eight[6]);
            (a6, b6) = (Vector512.FusedMultiplyAdd(x, left, a6), Vector512.FusedMultiplyAdd(x, right, b6));
            x = Vector512.Create(eight[7]);
            (a7, b7) = (Vector512.FusedMultiplyAdd(x, left, a7), Vector512.FusedMultiplyAdd(x, right, b7));
        }
        Add(sums, a0, b0);
        Add(sums += channels, a1, b1);
        Add(sums += channels, a2, b2);
        Add(sums += channels, a3, b3);
        Add(sums += channels, a4, b4);
        Add(sums += channels, a5, b5);
        Add(sums += channels, a6, b6);
        Add(sums + channels, a7, b7);
    }

    private static void AddProduct(float* rows, int count, int channels, float* panels, float* sums)
    {
        var block = Scratch.Rent(MatrixKernel.Rows * (channels + Panel));   // [C/16][12][16]
        var products = block + MatrixKernel.Rows * channels;              // [12][32]
        for (var first = 0; first < count; first += MatrixKernel.Rows, rows += MatrixKernel.Rows * channels, sums += MatrixKernel.Rows * channels)
        {
            var pixels = Math.Min(MatrixKernel.Rows, count - first);
            for (var row = 0; row < pixels; row++)
                for (var channel = 0; channel < channels; channel += 16)
                    Vector512.Load(rows + row * channels + channel).Store(block + channel * MatrixKernel.Rows + row * 16);
            for (var column = 0; column < channels; column += Panel)
            {
                MatrixKernel.Multiply(block, panels + column * channels, products, channels, Panel);
                for (var row = 0; row < pixels; row++)
                    Add(sums + row * channels + column, Vector512.Load(products + row * Panel), Vector512.Load(products + row * Panel + 16));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* sums, Vector512<float> left, Vector512<float> right)
    {
        (Vector512.Load(sums) + left).Store(sums);
        (Vector512.Load(sums + 16) + right).Store(sums + 16);
    }

    /// <summary>The pixels of an image, [H,W,C], line by line; lines that touch in memory are one.</summary>
    private readonly struct Lines
    {
        private readonly nint _start;
        private readonly long _stride;
        private readonly int _width;

        public Lines(Tensor image)
        {
            var (height, width) = ((int)image.shape[0], (int)image.shape[1]);
            (Pixels, Channels) = (height * width, (int)image.shape[2]);
            (_start, _stride) = ((nint)Pointer.ToFirst(image), image.stride(0));
            _width = height == 1 || _stride == (long)width * Channels ? Pixels : width;
        }

        public int Pixels { get; }

        public int Channels { get; }

        /// <summary>How many pixels lie in memory one after the other, from this one on.</summary>
        public int Run(int pixel) => _width - pixel % _width;

        public float* At(int pixel)
        {
            var (line, x) = Math.DivRem(pixel, _width);
            return (float*)_start + line * _stride + (nint)x * Channels;
        }
    }
}
