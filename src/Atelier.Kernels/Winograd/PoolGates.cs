using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Atelier.Kernels;

/// <summary>
/// Which pixels of each 2x2 window hear of the pool's gradient: of a maximum's, the first that is largest; of a mean's, all; and
/// none where the ReLU before the pool was at zero.
/// </summary>
/// <remarks>A bit for each value, 64 for 16 channels of a window, where the ReLU's output itself would take 2048.</remarks>
internal static class PoolGates
{
    /// <summary>The gates of a window's 16 channels, by its pixels after the ReLU, row by row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfMaximum(Vector512<float> largest, Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        var pending = Vector512.GreaterThan(largest, Vector512<float>.Zero).ExtractMostSignificantBits();
        return Take(ref pending, a, largest) | Take(ref pending, b, largest) << 16 | Take(ref pending, c, largest) << 32 | Take(ref pending, d, largest) << 48;
    }

    /// <summary>Likewise for a mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfMean(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d) =>
        Positive(a) | Positive(b) << 16 | Positive(c) << 32 | Positive(d) << 48;

    /// <summary>The gradient where a pixel's gates are open, 0 elsewhere.</summary>
    /// <param name="gradient">16 channels of the window.</param>
    /// <param name="gates">Its gates.</param>
    /// <param name="corner">Which of its pixels, row by row, 0 to 3.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Pass(Vector512<float> gradient, ulong gates, int corner)
    {
        var lanes = Vector512.Create(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        var open = Vector512.Equals(Vector512.Create((int)(ushort)(gates >> (16 * corner))) & lanes, lanes);
        return Vector512.ConditionalSelect(open.AsSingle(), gradient, Vector512<float>.Zero);
    }

    private static ulong Positive(Vector512<float> value) => Vector512.GreaterThan(value, Vector512<float>.Zero).ExtractMostSignificantBits();

    private static ulong Take(ref ulong pending, Vector512<float> value, Vector512<float> largest)
    {
        var taken = Vector512.Equals(value, largest).ExtractMostSignificantBits() & pending;
        pending &= ~taken;
        return taken;
    }
}
