using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Atelier.Kernels;

/// <summary>A thread's scratch memory, kept from one convolution to the next and freed with the thread.</summary>
internal static unsafe class Scratch
{
    /// <summary>How many floats more than are needed leave room for <see cref="Align"/>.</summary>
    public const int Slack = Alignment / sizeof(float);

    private const int Alignment = 64;

    [ThreadStatic]
    private static float[]? Values;

    /// <summary>At least that many floats, aligned to 64 bytes, with whatever they held before; this thread's until its next call.</summary>
    public static float* Rent(int floats)
    {
        if (Values is null || Values.Length < floats + Slack)
            Values = GC.AllocateUninitializedArray<float>(floats + Slack, pinned: true);
        return Align((float*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(Values)));
    }

    /// <summary>The first address from there on that a cache line begins at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float* Align(float* address) => (float*)(((nuint)address + Alignment - 1) & ~(nuint)(Alignment - 1));
}
