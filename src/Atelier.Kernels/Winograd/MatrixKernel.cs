using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Atelier.Kernels;

/// <summary>The innermost loop: a [12 x C] block times a [C x 32] panel, held in vector registers.</summary>
/// <remarks>
/// With 512 bits, per channel it loads two vectors of the panel and broadcasts twelve values of the block for 24 fused multiply-adds, so
/// that arithmetic and not loading is the limit. With 256 bits and half as many registers, it goes through a quarter at a time: six rows by
/// sixteen columns, two loads and six broadcasts for twelve multiply-adds. The block is laid out as [C/16][12][16]: each broadcast has a
/// constant offset.
/// </remarks>
internal static unsafe class MatrixKernel
{
    public const int Rows = 12;

    /// <param name="block">[C/16][12][16].</param>
    /// <param name="panel">[C][32].</param>
    /// <param name="result">12 rows of 32 values, overwritten.</param>
    /// <param name="channels">C, a multiple of 16.</param>
    /// <param name="stride">Distance between rows of the result.</param>
    public static void Multiply(float* block, float* panel, float* result, int channels, int stride)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Multiply512(block, panel, result, channels, stride);
            return;
        }
        for (var half = 0; half < 32; half += 16)
            for (var row = 0; row < Rows; row += 6)
                Multiply256(block + row * 16, panel + half, result + row * stride + half, channels, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply512(float* block, float* panel, float* result, int channels, int stride)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
        Vector512<float> a6 = default, a7 = default, a8 = default, a9 = default, a10 = default, a11 = default;
        Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
        Vector512<float> b6 = default, b7 = default, b8 = default, b9 = default, b10 = default, b11 = default;
        for (var group = channels / 16; group > 0; group--)
        {
            for (var end = block + 16; block < end; block++, panel += 32)
            {
                var left = Vector512.Load(panel);
                var right = Vector512.Load(panel + 16);
                var x = Vector512.Create(block[0]);
                a0 = Vector512.FusedMultiplyAdd(x, left, a0);
                b0 = Vector512.FusedMultiplyAdd(x, right, b0);
                x = Vector512.Create(block[16]);
                a1 = Vector512.FusedMultiplyAdd(x, left, a1);
                b1 = Vector512.FusedMultiplyAdd(x, right, b1);
                x = Vector512.Create(block[32]);
                a2 = Vector512.FusedMultiplyAdd(x, left, a2);
                b2 = Vector512.FusedMultiplyAdd(x, right, b2);
                x = Vector512.Create(block[48]);
                a3 = Vector512.FusedMultiplyAdd(x, left, a3);
                b3 = Vector512.FusedMultiplyAdd(x, right, b3);
                x = Vector512.Create(block[64]);
                a4 = Vector512.FusedMultiplyAdd(x, left, a4);
                b4 = Vector512.FusedMultiplyAdd(x, right, b4);
                x = Vector512.Create(block[80]);
                a5 = Vector512.FusedMultiplyAdd(x, left, a5);
                b5 = Vector512.FusedMultiplyAdd(x, right, b5);
                x = Vector512.Create(block[96]);
                a6 = Vector512.FusedMultiplyAdd(x, left, a6);
                b6 = Vector512.FusedMultiplyAdd(x, right, b6);
                x = Vector512.Create(block[112]);
                a7 = Vector512.FusedMultiplyAdd(x, left, a7);
                b7 = Vector512.FusedMultiplyAdd(x, right, b7);
                x = Vector512.Create(block[128]);
                a8 = Vector512.FusedMultiplyAdd(x, left, a8);
                b8 = Vector512.FusedMultiplyAdd(x, right, b8);
                x = Vector512.Create(block[144]);
                a9 = Vector512.FusedMultiplyAdd(x, left, a9);
                b9 = Vector512.FusedMultiplyAdd(x, right, b9);
                x = Vector512.Create(block[160]);
                a10 = Vector512.FusedMultiplyAdd(x, left, a10);
                b10 = Vector512.FusedMultiplyAdd(x, right, b10);
                x = Vector512.Create(block[176]);
                a11 = Vector512.FusedMultiplyAdd(x, left, a11);
                b11 = Vector512.FusedMultiplyAdd(x, right, b11);
            }
            block += 11 * 16;
        }
        Store(result, a0, b0);
        Store(result += stride, a1, b1);
        Store(result += stride, a2, b2);
        Store(result += stride, a3, b3);
        Store(result += stride, a4, b4);
        Store(result += stride, a5, b5);
        Store(result += stride, a6, b6);
        Store(result += stride, a7, b7);
        Store(result += stride, a8, b8);
        Store(result += stride, a9, b9);
        Store(result += stride, a10, b10);
        Store(result + stride, a11, b11);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* result, Vector512<float> left, Vector512<float> right)
    {
        left.Store(result);
        right.Store(result + 16);
    }

    // Six rows by sixteen columns: 12 of 16 registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply256(float* block, float* panel, float* result, int channels, int stride)
    {
        Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
        Vector256<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
        for (var group = channels / 16; group > 0; group--)
        {
            for (var end = block + 16; block < end; block++, panel += 32)
            {
                var left = Vector256.Load(panel);
                var right = Vector256.Load(panel + 8);
                var x = Vector256.Create(block[0]);
                a0 = Vector256.FusedMultiplyAdd(x, left, a0);
                b0 = Vector256.FusedMultiplyAdd(x, right, b0);
                x = Vector256.Create(block[16]);
                a1 = Vector256.FusedMultiplyAdd(x, left, a1);
                b1 = Vector256.FusedMultiplyAdd(x, right, b1);
                x = Vector256.Create(block[32]);
                a2 = Vector256.FusedMultiplyAdd(x, left, a2);
                b2 = Vector256.FusedMultiplyAdd(x, right, b2);
                x = Vector256.Create(block[48]);
                a3 = Vector256.FusedMultiplyAdd(x, left, a3);
                b3 = Vector256.FusedMultiplyAdd(x, right, b3);
                x = Vector256.Create(block[64]);
                a4 = Vector256.FusedMultiplyAdd(x, left, a4);
                b4 = Vector256.FusedMultiplyAdd(x, right, b4);
                x = Vector256.Create(block[80]);
                a5 = Vector256.FusedMultiplyAdd(x, left, a5);
                b5 = Vector256.FusedMultiplyAdd(x, right, b5);
            }
            block += 11 * 16;
        }
        Store(result, a0, b0);
        Store(result += stride, a1, b1);
        Store(result += stride, a2, b2);
        Store(result += stride, a3, b3);
        Store(result += stride, a4, b4);
        Store(result + stride, a5, b5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* result, Vector256<float> left, Vector256<float> right)
    {
        left.Store(result);
        right.Store(result + 8);
    }
}
