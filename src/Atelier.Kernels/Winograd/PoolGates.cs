using System.Runtime.CompilerServices;

namespace Atelier.Kernels;

/// <summary>
/// Which pixels of each 2x2 window hear of the pool's gradient: of a maximum's, the first that is largest; of a mean's, all; and
/// none where the ReLU before the pool was at zero.
/// </summary>
/// <remarks>A bit for each value, 64 for 16 channels of a window, where the ReLU's output itself would take 2048.</remarks>
internal static class PoolGates
{
    /// <summary>The gates of a window's channels, by its pixels after the ReLU, row by row; a pixel's begin at each sixteenth bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfMaximum<T>(T largest, T a, T b, T c, T d)
        where T : unmanaged, ILanes<T>
    {
        var pending = T.PositiveBits(largest);
        return Take(ref pending, a, largest) | Take(ref pending, b, largest) << 16 | Take(ref pending, c, largest) << 32 | Take(ref pending, d, largest) << 48;
    }

    /// <summary>Likewise for a mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfMean<T>(T a, T b, T c, T d)
        where T : unmanaged, ILanes<T> =>
        T.PositiveBits(a) | T.PositiveBits(b) << 16 | T.PositiveBits(c) << 32 | T.PositiveBits(d) << 48;

    /// <summary>The gradient where a pixel's gates are open, 0 elsewhere.</summary>
    /// <param name="gradient">Some channels of the window.</param>
    /// <param name="gates">Its gates, from those channels on.</param>
    /// <param name="corner">Which of its pixels, row by row, 0 to 3.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pass<T>(T gradient, ulong gates, int corner)
        where T : unmanaged, ILanes<T> => T.WhereSet((uint)(gates >> (16 * corner)), gradient);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Take<T>(ref ulong pending, T value, T largest)
        where T : unmanaged, ILanes<T>
    {
        var taken = T.EqualBits(value, largest) & pending;
        pending &= ~taken;
        return taken;
    }
}
