using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Atelier.Kernels;

/// <summary>The two transforms of F(4x4, 3x3) around the products, 16 channels at a time.</summary>
/// <remarks>B and A after Lavin and Gray 2016, with interpolation points 0, 1, -1, 2, -2 and infinity.</remarks>
internal static unsafe class TileTransform
{
    /// <summary>V = B^T d B of one tile's 16 channels.</summary>
    /// <param name="pixels">36 addresses, row by row, of the channels of the tile's pixels.</param>
    /// <param name="channel">The first of the 16 channels.</param>
    /// <param name="result">Where position 0 goes.</param>
    /// <param name="stride">Distance between positions.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Input(float** pixels, int channel, float* result, nint stride)
    {
        var columns = stackalloc Vector512<float>[36];
        for (var x = 0; x < 6; x++)
        {
            InputLine(
                Vector512.Load(pixels[x] + channel), Vector512.Load(pixels[6 + x] + channel), Vector512.Load(pixels[12 + x] + channel),
                Vector512.Load(pixels[18 + x] + channel), Vector512.Load(pixels[24 + x] + channel), Vector512.Load(pixels[30 + x] + channel),
                (float*)(columns + x), 6 * 16);
        }
        for (var y = 0; y < 6; y++)
        {
            var row = columns + 6 * y;
            InputLine(row[0], row[1], row[2], row[3], row[4], row[5], result + 6 * y * stride, stride);
        }
    }

    /// <summary>Y = A^T m A of one tile's 16 channels: 4x4 values.</summary>
    /// <param name="products">Where position 0 lies.</param>
    /// <param name="stride">Distance between positions.</param>
    /// <param name="result">16 vectors, row by row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output(float* products, nint stride, Vector512<float>* result)
    {
        var columns = stackalloc Vector512<float>[24];
        for (var x = 0; x < 6; x++)
        {
            var at = products + x * stride;
            var down = 6 * stride;
            OutputLine(
                Vector512.Load(at), Vector512.Load(at + down), Vector512.Load(at + 2 * down),
                Vector512.Load(at + 3 * down), Vector512.Load(at + 4 * down), Vector512.Load(at + 5 * down),
                columns + x, 6);
        }
        for (var y = 0; y < 4; y++)
        {
            var row = columns + 6 * y;
            OutputLine(row[0], row[1], row[2], row[3], row[4], row[5], result + 4 * y, 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InputLine(
        Vector512<float> d0, Vector512<float> d1, Vector512<float> d2, Vector512<float> d3, Vector512<float> d4, Vector512<float> d5,
        float* result, nint stride)
    {
        var (four, five, two) = (Vector512.Create(4f), Vector512.Create(5f), Vector512.Create(2f));
        var even = Vector512.FusedMultiplyAdd(-four, d2, d4);
        var odd = Vector512.FusedMultiplyAdd(-four, d1, d3);
        var evenHalf = d4 - d2;
        var oddTwice = two * (d3 - d1);
        Vector512.FusedMultiplyAdd(four, d0, Vector512.FusedMultiplyAdd(-five, d2, d4)).Store(result);
        (even + odd).Store(result + stride);
        (even - odd).Store(result + 2 * stride);
        (evenHalf + oddTwice).Store(result + 3 * stride);
        (evenHalf - oddTwice).Store(result + 4 * stride);
        Vector512.FusedMultiplyAdd(four, d1, Vector512.FusedMultiplyAdd(-five, d3, d5)).Store(result + 5 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OutputLine(
        Vector512<float> m0, Vector512<float> m1, Vector512<float> m2, Vector512<float> m3, Vector512<float> m4, Vector512<float> m5,
        Vector512<float>* result, nint stride)
    {
        var (sum12, difference12, sum34, difference34) = (m1 + m2, m1 - m2, m3 + m4, m3 - m4);
        result[0] = m0 + sum12 + sum34;
        result[stride] = Vector512.FusedMultiplyAdd(Vector512.Create(2f), difference34, difference12);
        result[2 * stride] = Vector512.FusedMultiplyAdd(Vector512.Create(4f), sum34, sum12);
        result[3 * stride] = Vector512.FusedMultiplyAdd(Vector512.Create(8f), difference34, difference12) + m5;
    }
}
