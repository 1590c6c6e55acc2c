using System.Runtime.CompilerServices;

namespace Atelier.Kernels;

/// <summary>The innermost loop: a [12 x C] block times a [C x 32] panel, held in vector registers.</summary>
/// <remarks>
/// Per channel it loads two vectors of the panel and broadcasts a value of each row for two fused multiply-adds, so that arithmetic and not
/// loading is the limit: twelve rows at a time where there are 32 registers, six where there are 16. Narrow vectors go through the panel
/// column by column. The block is laid out as [C/16][12][16]: each broadcast has a constant offset.
/// Panels lie one after the other and are too many for the nearest caches: while one is multiplied, the next is fetched.
/// </remarks>
internal static unsafe class MatrixKernel
{
    public const int Rows = 12;
    public const int Columns = 32;

    private const int CacheLine = 16;

    /// <param name="blocks">[N][C/16][12][16].</param>
    /// <param name="count">N.</param>
    /// <param name="panel">[C][32].</param>
    /// <param name="result">N times 12 rows of 32 values, overwritten.</param>
    /// <param name="channels">C, a multiple of 16.</param>
    /// <param name="stride">Distance between rows of the result.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<T>(float* blocks, int count, float* panel, float* result, int channels, int stride)
        where T : unmanaged, ILanes<T>
    {
        var rows = T.HasManyRegisters ? Rows : Rows / 2;
        var parts = count * (Columns / (2 * T.Count)) * (Rows / rows);
        var fetched = (Columns + parts - 1) / parts * CacheLine;
        var next = panel + channels * Columns;
        for (var end = blocks + count * Rows * channels; blocks < end; blocks += Rows * channels, result += Rows * stride)
        {
            for (var column = 0; column < Columns; column += 2 * T.Count)
            {
                for (var row = 0; row < Rows; row += rows, next += channels / 16 * fetched)
                    MultiplyPart<T>(blocks + row * 16, panel + column, result + row * stride + column, channels, stride, next, fetched);
            }
        }
    }

    // The conditions are known when this is compiled: what no register is there for is left out.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyPart<T>(float* block, float* panel, float* result, int channels, int stride, float* next, int fetched)
        where T : unmanaged, ILanes<T>
    {
        T a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
        T a6 = default, a7 = default, a8 = default, a9 = default, a10 = default, a11 = default;
        T b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
        T b6 = default, b7 = default, b8 = default, b9 = default, b10 = default, b11 = default;
        for (var group = channels / 16; group > 0; group--)
        {
            for (var end = next + fetched; next < end; next += CacheLine)
                T.Fetch(next);
            for (var end = block + 16; block < end; block++, panel += Columns)
            {
                var (left, right) = (T.Load(panel), T.Load(panel + T.Count));
                var x = T.Broadcast(block[0]);
                (a0, b0) = (T.MultiplyAdd(x, left, a0), T.MultiplyAdd(x, right, b0));
                x = T.Broadcast(block[16]);
                (a1, b1) = (T.MultiplyAdd(x, left, a1), T.MultiplyAdd(x, right, b1));
                x = T.Broadcast(block[32]);
                (a2, b2) = (T.MultiplyAdd(x, left, a2), T.MultiplyAdd(x, right, b2));
                x = T.Broadcast(block[48]);
                (a3, b3) = (T.MultiplyAdd(x, left, a3), T.MultiplyAdd(x, right, b3));
                x = T.Broadcast(block[64]);
                (a4, b4) = (T.MultiplyAdd(x, left, a4), T.MultiplyAdd(x, right, b4));
                x = T.Broadcast(block[80]);
                (a5, b5) = (T.MultiplyAdd(x, left, a5), T.MultiplyAdd(x, right, b5));
                if (!T.HasManyRegisters)
                    continue;
                x = T.Broadcast(block[96]);
                (a6, b6) = (T.MultiplyAdd(x, left, a6), T.MultiplyAdd(x, right, b6));
                x = T.Broadcast(block[112]);
                (a7, b7) = (T.MultiplyAdd(x, left, a7), T.MultiplyAdd(x, right, b7));
                x = T.Broadcast(block[128]);
                (a8, b8) = (T.MultiplyAdd(x, left, a8), T.MultiplyAdd(x, right, b8));
                x = T.Broadcast(block[144]);
                (a9, b9) = (T.MultiplyAdd(x, left, a9), T.MultiplyAdd(x, right, b9));
                x = T.Broadcast(block[160]);
                (a10, b10) = (T.MultiplyAdd(x, left, a10), T.MultiplyAdd(x, right, b10));
                x = T.Broadcast(block[176]);
                (a11, b11) = (T.MultiplyAdd(x, left, a11), T.MultiplyAdd(x, right, b11));
            }
            block += 11 * 16;
        }
        Store(result, a0, b0);
        Store(result += stride, a1, b1);
        Store(result += stride, a2, b2);
        Store(result += stride, a3, b3);
        Store(result += stride, a4, b4);
        Store(result += stride, a5, b5);
        if (!T.HasManyRegisters)
            return;
        Store(result += stride, a6, b6);
        Store(result += stride, a7, b7);
        Store(result += stride, a8, b8);
        Store(result += stride, a9, b9);
        Store(result += stride, a10, b10);
        Store(result + stride, a11, b11);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(float* result, T left, T right)
        where T : unmanaged, ILanes<T>
    {
        left.Store(result);
        right.Store(result + T.Count);
    }
}
