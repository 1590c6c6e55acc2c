using System.Runtime.CompilerServices;

namespace Atelier.Kernels;

/// <summary>The two transforms of F(4x4, 3x3) around the products, 16 channels at a time.</summary>
/// <remarks>
/// B and A after Lavin and Gray 2016, with interpolation points 0, 1, -1, 2, -2 and infinity. A tile is transformed column by column and then
/// row by row; what lies in between does so aligned and is not cleared before: a register across two cache lines costs twice.
/// </remarks>
[SkipLocalsInit]
internal static unsafe class TileTransform
{
    /// <summary>Values of a tile in the Winograd domain: 6x6.</summary>
    public const int Positions = 36;

    /// <summary>V = B^T d B of one tile's 16 channels.</summary>
    /// <param name="pixels">The first of the 6x6 pixels around the tile.</param>
    /// <param name="down">Distance between rows.</param>
    /// <param name="across">Distance between pixels of a row.</param>
    /// <param name="result">Where position 0 goes.</param>
    /// <param name="stride">Distance between positions.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Input<T>(float* pixels, nint down, nint across, float* result, nint stride)
        where T : unmanaged, ILanes<T>
    {
        var room = stackalloc float[36 * T.Count + Scratch.Slack];
        var columns = Scratch.Align(room);
        for (var lane = 0; lane < 16; lane += T.Count)
        {
            for (var x = 0; x < 6; x++)
                InputLine<T>(pixels + x * across + lane, down, columns + x * T.Count, 6 * T.Count);
            for (var y = 0; y < 6; y++)
                InputLine<T>(columns + 6 * y * T.Count, T.Count, result + 6 * y * stride + lane, stride);
        }
    }

    /// <summary>Y = A^T m A of one tile's 16 channels: 4x4 values.</summary>
    /// <param name="products">Where position 0 lies.</param>
    /// <param name="stride">Distance between positions.</param>
    /// <param name="result">16 times 16 values, row by row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output<T>(float* products, nint stride, float* result)
        where T : unmanaged, ILanes<T>
    {
        var room = stackalloc float[24 * T.Count + Scratch.Slack];
        var columns = Scratch.Align(room);
        for (var lane = 0; lane < 16; lane += T.Count)
        {
            for (var x = 0; x < 6; x++)
                OutputLine<T>(products + x * stride + lane, 6 * stride, columns + x * T.Count, 6 * T.Count);
            for (var y = 0; y < 4; y++)
                OutputLine<T>(columns + 6 * y * T.Count, T.Count, result + 4 * 16 * y + lane, 16);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InputLine<T>(float* from, nint step, float* result, nint stride)
        where T : unmanaged, ILanes<T>
    {
        var (d0, d1, d2) = (T.Load(from), T.Load(from + step), T.Load(from + 2 * step));
        var (d3, d4, d5) = (T.Load(from + 3 * step), T.Load(from + 4 * step), T.Load(from + 5 * step));
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
    private static void OutputLine<T>(float* from, nint step, float* result, nint stride)
        where T : unmanaged, ILanes<T>
    {
        var (m0, m1, m2) = (T.Load(from), T.Load(from + step), T.Load(from + 2 * step));
        var (m3, m4, m5) = (T.Load(from + 3 * step), T.Load(from + 4 * step), T.Load(from + 5 * step));
        var (sum12, difference12, sum34, difference34) = (m1 + m2, m1 - m2, m3 + m4, m3 - m4);
        (m0 + sum12 + sum34).Store(result);
        T.MultiplyAdd(T.Broadcast(2), difference34, difference12).Store(result + stride);
        T.MultiplyAdd(T.Broadcast(4), sum34, sum12).Store(result + 2 * stride);
        (T.MultiplyAdd(T.Broadcast(8), difference34, difference12) + m5).Store(result + 3 * stride);
    }
}
