using System.Runtime.CompilerServices;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>The kernels behind <see cref="PixelProducts"/>. The sums are taken in the same order whatever the number of threads.</summary>
internal static unsafe class PixelBlocks<T>
    where T : unmanaged, ILanes<T>
{
    private const int Panel = MatrixKernel.Columns;
    private const int MostParts = 16;
    private const int CacheFloats = 1 << 13;   // 32 KB: what a core's first-level cache holds

    private const int LeastShared = 128;

    private static int GramRows => T.HasManyRegisters ? 8 : 4;

    /// <summary>X^T X.</summary>
    public static Tensor Gram(Tensor image)
    {
        using var scope = NewDisposeScope();
        return Symmetric(Sums(image, extraRows: 0)).MoveToOuterDisposeScope();
    }

    /// <summary>X^T X, and below it the sums of the columns of X.</summary>
    public static Tensor Moments(Tensor image)
    {
        using var scope = NewDisposeScope();
        var sums = Sums(image, extraRows: 1);
        var channels = image.shape[2];
        return cat([Symmetric(sums.narrow(0, 0, channels)), sums.narrow(0, channels, 1)]).MoveToOuterDisposeScope();
    }

    /// <summary>Y + factor X M + v in each row, in place.</summary>
    public static void AddProduct(Tensor image, Tensor matrix, double factor, Tensor sums, Tensor? row)
    {
        using var scope = NewDisposeScope();
        var (from, to) = (new ImageLines(image), new ImageLines(sums));
        var channels = from.Channels;
        var panels = (matrix * Number(factor)).view(channels, channels / Panel, Panel).transpose(0, 1).contiguous();   // [C/32][C][32]
        var (values, added) = ((nint)Pointer.To(panels), (nint)Pointer.ToOptional(row));
        var length = CacheFloats / channels / MatrixKernel.Rows * MatrixKernel.Rows + MatrixKernel.Rows;
        Team.Run((from.Pixels + length - 1) / length, part =>
        {
            for (int at = part * length, end = Math.Min(at + length, from.Pixels); at < end;)
            {
                var run = Math.Min(Math.Min(from.Run(at), to.Run(at)), end - at);
                AddProduct(from.At(at), run, channels, (float*)values, to.At(at), (float*)added);
                at += run;
            }
        });
    }

    /// <summary>X^T X of a square matrix.</summary>
    /// <param name="matrix">X, n n numbers.</param>
    /// <param name="gram">n n numbers, written.</param>
    /// <param name="size">n.</param>
    public static void Gram(float* matrix, float* gram, int size)
    {
        new Span<float>(gram, size * size).Clear();
        var (from, to) = ((nint)matrix, (nint)gram);
        Portions(size / GramRows, size, block => AddGram((float*)from, size, size, block * GramRows, (float*)to));
        for (var row = 1; row < size; row++)
            for (var column = 0; column < row; column++)
                gram[(row * size) + column] = gram[(column * size) + row];
    }

    /// <summary>Y + factor X M of square matrices, in place.</summary>
    /// <param name="left">X, n n numbers.</param>
    /// <param name="right">M, likewise.</param>
    /// <param name="factor">Any number.</param>
    /// <param name="sums">Y, likewise; changed.</param>
    /// <param name="size">n.</param>
    public static void AddProduct(float* left, float* right, float factor, float* sums, int size)
    {
        var scaled = T.Broadcast(factor);
        var panels = new float[(size * size) + Scratch.Slack];
        fixed (float* start = panels)
        {
            var at = Scratch.Align(start);   // [n/32][n][32]
            for (var column = 0; column < size; column += Panel)
                for (var row = 0; row < size; row++)
                    for (var lane = 0; lane < Panel; lane += T.Count)
                        (T.Load(right + (row * size) + column + lane) * scaled).Store(at + (column * size) + (row * Panel) + lane);
            var (from, values, to) = ((nint)left, (nint)at, (nint)sums);
            Portions((size + MatrixKernel.Rows - 1) / MatrixKernel.Rows, size, block =>
            {
                var first = block * MatrixKernel.Rows;
                AddProduct((float*)from + (first * size), Math.Min(MatrixKernel.Rows, size - first), size, (float*)values, (float*)to + (first * size), null);
            });
        }
    }

    // To call a team for less takes longer than the work.
    private static void Portions(int count, int size, Action<int> work)
    {
        if (size >= LeastShared)
        {
            Team.Run(count, work);
            return;
        }
        for (var portion = 0; portion < count; portion++)
            work(portion);
    }

    // Of the image's pixels, as many in each part however many threads there are: X^T X on and above the diagonal, and below it, if there is a
    // row more, the columns' sums.
    private static Tensor Sums(Tensor image, int extraRows)
    {
        var lines = new ImageLines(image);
        var channels = lines.Channels;
        var length = Math.Max(CacheFloats / channels, (lines.Pixels + MostParts - 1) / MostParts);
        var count = (lines.Pixels + length - 1) / length;
        var parts = zeros(count, channels + extraRows, channels);
        var to = (nint)Pointer.To(parts);
        Team.Run(count, part =>
        {
            var sums = (float*)to + (nint)part * (channels + extraRows) * channels;
            for (int at = part * length, end = Math.Min(at + length, lines.Pixels); at < end;)
            {
                var run = Math.Min(lines.Run(at), end - at);
                AddGram(lines.At(at), run, channels, sums, extraRows > 0);
                at += run;
            }
        });
        return parts.sum([0]);
    }

    // Below the diagonal, parts are filled as far as blocks reach.
    private static Tensor Symmetric(Tensor sums)
    {
        var upper = sums.triu();
        return upper.Plus(upper.triu(1).t());
    }

    // gram: [C][C], of which blocks on and above the diagonal are added to
    private static void AddGram(float* rows, int count, int channels, float* gram, bool hasColumnSums)
    {
        var cached = Math.Max(CacheFloats / channels, 1);
        for (var first = 0; first < count; first += cached)
        {
            var pixels = Math.Min(cached, count - first);
            for (var row = 0; row < channels; row += GramRows)
                AddGram(rows + (nint)first * channels, pixels, channels, row, gram);
            if (hasColumnSums)
                AddColumns(rows + (nint)first * channels, pixels, channels, gram + channels * channels);
        }
    }

    private static void AddGram(float* rows, int count, int channels, int row, float* gram)
    {
        for (var column = row / (2 * T.Count) * 2 * T.Count; column < channels; column += 2 * T.Count)
            AddBlock(rows, count, channels, row, column, gram + row * channels + column);
    }

    // Two registers of channels times eight more in sixteen of 32, or times four in eight of sixteen.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBlock(float* rows, int count, int channels, int row, int column, float* sums)
    {
        T a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        T b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default, b6 = default, b7 = default;
        for (var end = rows + (nint)count * channels; rows < end; rows += channels)
        {
            var (left, right) = (T.Load(rows + column), T.Load(rows + column + T.Count));
            var some = rows + row;
            var x = T.Broadcast(some[0]);
            (a0, b0) = (T.MultiplyAdd(x, left, a0), T.MultiplyAdd(x, right, b0));
            x = T.Broadcast(some[1]);
            (a1, b1) = (T.MultiplyAdd(x, left, a1), T.MultiplyAdd(x, right, b1));
            x = T.Broadcast(some[2]);
            (a2, b2) = (T.MultiplyAdd(x, left, a2), T.MultiplyAdd(x, right, b2));
            x = T.Broadcast(some[3]);
            (a3, b3) = (T.MultiplyAdd(x, left, a3), T.MultiplyAdd(x, right, b3));
            if (!T.HasManyRegisters)
                continue;
            x = T.Broadcast(some[4]);
            (a4, b4) = (T.MultiplyAdd(x, left, a4), T.MultiplyAdd(x, right, b4));
            x = T.Broadcast(some[5]);
            (a5, b5) = (T.MultiplyAdd(x, left, a5), T.MultiplyAdd(x, right, b5));
            x = T.Broadcast(some[6]);
            (a6, b6) = (T.MultiplyAdd(x, left, a6), T.MultiplyAdd(x, right, b6));
            x = T.Broadcast(some[7]);
            (a7, b7) = (T.MultiplyAdd(x, left, a7), T.MultiplyAdd(x, right, b7));
        }
        Add(sums, a0, b0);
        Add(sums += channels, a1, b1);
        Add(sums += channels, a2, b2);
        Add(sums += channels, a3, b3);
        if (!T.HasManyRegisters)
            return;
        Add(sums += channels, a4, b4);
        Add(sums += channels, a5, b5);
        Add(sums += channels, a6, b6);
        Add(sums + channels, a7, b7);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddColumns(float* rows, int count, int channels, float* sums)
    {
        for (var column = 0; column < channels; column += 2 * T.Count)
        {
            T left = default, right = default;
            var at = rows + column;
            for (var end = at + (nint)count * channels; at < end; at += channels)
                (left, right) = (left + T.Load(at), right + T.Load(at + T.Count));
            Add(sums + column, left, right);
        }
    }

    private static void AddProduct(float* rows, int count, int channels, float* panels, float* sums, float* added)
    {
        var block = Scratch.Rent(MatrixKernel.Rows * (channels + Panel));   // [C/16][12][16]
        var products = block + MatrixKernel.Rows * channels;              // [12][32]
        for (var first = 0; first < count; first += MatrixKernel.Rows, rows += MatrixKernel.Rows * channels, sums += MatrixKernel.Rows * channels)
        {
            var pixels = Math.Min(MatrixKernel.Rows, count - first);
            for (var row = 0; row < pixels; row++)
                for (var channel = 0; channel < channels; channel += T.Count)
                    T.Load(rows + row * channels + channel).Store(block + channel / 16 * 16 * MatrixKernel.Rows + row * 16 + channel % 16);
            for (var column = 0; column < channels; column += Panel)
            {
                MatrixKernel.Multiply<T>(block, 1, panels + column * channels, products, channels, Panel);
                for (var row = 0; row < pixels && added is not null; row++)
                    for (var lane = 0; lane < Panel; lane += 2 * T.Count)
                        Add(products + row * Panel + lane, T.Load(added + column + lane), T.Load(added + column + lane + T.Count));
                for (var row = 0; row < pixels; row++)
                    for (var lane = 0; lane < Panel; lane += 2 * T.Count)
                        Add(sums + row * channels + column + lane, T.Load(products + row * Panel + lane), T.Load(products + row * Panel + lane + T.Count));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* sums, T left, T right)
    {
        (T.Load(sums) + left).Store(sums);
        (T.Load(sums + T.Count) + right).Store(sums + T.Count);
    }
}
