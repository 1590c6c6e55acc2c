using System.Runtime.CompilerServices;

namespace Atelier.Kernels;

/// <summary>The two transforms of F(4x4, 3x3) around the products, 16 channels at a time.</summary>
/// <remarks>B and A after Lavin and Gray 2016, with interpolation points 0, 1, -1, 2, -2 and infinity.</remarks>
internal static unsafe class TileTransform
{
    /// <summary>Values of a tile in the Winograd domain: 6x6.</summary>
    public const int Positions = 36;

    /// <summary>V = B^T d B of one tile's 16 channels.</summary>
    /// <param name="pixels">36 addresses, row by row, of the channels of the tile's pixels.</param>
    /// <param name="channel">The first of the 16 channels.</param>
    /// <param name="result">Where position 0 goes.</param>
    /// <param name="stride">Distance between positions.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Input<T>(float** pixels, int channel, float* result, nint stride)
        where T : unmanaged, ILanes<T>
    {
        for (var lane = 0; lane < 16; lane += T.Count)
            InputLanes<T>(pixels, channel + lane, result + lane, stride);
    }

    /// <summary>Y = A^T m A of one tile's 16 channels: 4x4 values.</summary>
    /// <param name="products">Where position 0 lies.</param>
    /// <param name="stride">Distance between positions.</param>
    /// <param name="result">16 times 16 values, row by row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output<T>(float* products, nint stride, float* result)
        where T : unmanaged, ILanes<T>
    {
        for (var lane = 0; lane < 16; lane += T.Count)
            OutputLanes<T>(products + lane, stride, result + lane);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InputLanes<T>(float** pixels, int channel, float* result, nint stride)
        where T : unmanaged, ILanes<T>
    {
        var columns = stackalloc T[36];
        for (var x = 0; x < 6; x++)
        {
            InputLine(
                T.Load(pixels[x] + channel), T.Load(pixels[6 + x] + channel), T.Load(pixels[12 + x] + channel),
                T.Load(pixels[18 + x] + channel), T.Load(pixels[24 + x] + channel), T.Load(pixels[30 + x] + channel),
                (float*)(columns + x), 6 * T.Count);
        }
        for (var y = 0; y < 6; y++)
        {
            var row = columns + 6 * y;
            InputLine(row[0], row[1], row[2], row[3], row[4], row[5], result + 6 * y * stride, stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OutputLanes<T>(float* products, nint stride, float* result)
        where T : unmanaged, ILanes<T>
    {
        var columns = stackalloc T[24];
        for (var x = 0; x < 6; x++)
        {
            var at = products + x * stride;
            var down = 6 * stride;
            OutputLine(
                T.Load(at), T.Load(at + down), T.Load(at + 2 * down), T.Load(at + 3 * down), T.Load(at + 4 * down), T.Load(at + 5 * down),
                (float*)(columns + x), 6 * T.Count);
        }
        for (var y = 0; y < 4; y++)
        {
            var row = columns + 6 * y;
            OutputLine(row[0], row[1], row[2], row[3], row[4], row[5], result + 4 * 16 * y, 16);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InputLine<T>(T d0, T d1, T d2, T d3, T d4, T d5, float* result, nint stride)
        where T : unmanaged, ILanes<T>
    {
        var (four, less4, less5, two) = (T.Broadcast(4), T.Broadcast(-4), T.Broadcast(-5), T.Broadcast(2));
        var even = T.MultiplyAdd(less4, d2, d4);
        var odd = T.MultiplyAdd(less4, d1, d3);
        var evenHalf = d4 - d2;
        var oddTwice = two * (d3 - d1);
        T.MultiplyAdd(four, d0, T.MultiplyAdd(less5, d2, d4)).Store(result);
        (even + odd).Store(result + stride);
        (even - odd).Store(result + 2 * stride);
        (evenHalf + oddTwice).Store(result + 3 * stride);
        (evenHalf - oddTwice).Store(result + 4 * stride);
        T.MultiplyAdd(four, d1, T.MultiplyAdd(less5, d3, d5)).Store(result + 5 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OutputLine<T>(T m0, T m1, T m2, T m3, T m4, T m5, float* result, nint stride)
        where T : unmanaged, ILanes<T>
    {
        var (sum12, difference12, sum34, difference34) = (m1 + m2, m1 - m2, m3 + m4, m3 - m4);
        (m0 + sum12 + sum34).Store(result);
        T.MultiplyAdd(T.Broadcast(2), difference34, difference12).Store(result + stride);
        T.MultiplyAdd(T.Broadcast(4), sum34, sum12).Store(result + 2 * stride);
        (T.MultiplyAdd(T.Broadcast(8), difference34, difference12) + m5).Store(result + 3 * stride);
    }
}
