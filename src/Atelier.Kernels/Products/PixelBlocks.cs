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

    private static int GramRows => T.HasManyRegisters ? 8 : 4;

    /// <summary>X^T X.</summary>
    public static Tensor Gram(Tensor image)
    {
        using var scope = NewDisposeScope();
        var lines = new ImageLines(image);
        var channels = lines.Channels;
        var length = Math.Max(CacheFloats / channels, (lines.Pixels + MostParts - 1) / MostParts);
        var count = (lines.Pixels + length - 1) / length;
        var parts = zeros(count, channels, channels);
        var to = (nint)Pointer.To(parts);
        Team.Run(count, part =>
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
        return upper.Plus(upper.triu(1).t()).MoveToOuterDisposeScope();
    }

    /// <summary>Y + factor X M, in place.</summary>
    public static void AddProduct(Tensor image, Tensor matrix, double factor, Tensor sums)
    {
        using var scope = NewDisposeScope();
        var (from, to) = (new ImageLines(image), new ImageLines(sums));
        var channels = from.Channels;
        var panels = (matrix * Number(factor)).view(channels, channels / Panel, Panel).transpose(0, 1).contiguous();   // [C/32][C][32]
        var values = (nint)Pointer.To(panels);
        var length = CacheFloats / channels / MatrixKernel.Rows * MatrixKernel.Rows + MatrixKernel.Rows;
        Team.Run((from.Pixels + length - 1) / length, part =>
        {
            for (int at = part * length, end = Math.Min(at + length, from.Pixels); at < end;)
            {
                var run = Math.Min(Math.Min(from.Run(at), to.Run(at)), end - at);
                AddProduct(from.At(at), run, channels, (float*)values, to.At(at));
                at += run;
            }
        });
    }

    // gram: [C][C], of which blocks on and above the diagonal are added to
    private static void AddGram(float* rows, int count, int channels, float* gram)
    {
        var cached = Math.Max(CacheFloats / channels, 1);
        for (var first = 0; first < count; first += cached)
        {
            var pixels = Math.Min(cached, count - first);
            for (var row = 0; row < channels; row += GramRows)
                for (var column = row / (2 * T.Count) * 2 * T.Count; column < channels; column += 2 * T.Count)
                    AddBlock(rows + (nint)first * channels, pixels, channels, row, column, gram + row * channels + column);
        }
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

    private static void AddProduct(float* rows, int count, int channels, float* panels, float* sums)
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
