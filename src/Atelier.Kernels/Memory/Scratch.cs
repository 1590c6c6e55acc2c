using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Atelier.Kernels;

/// <summary>A thread's scratch memory, kept from one convolution to the next and freed with the thread.</summary>
internal static unsafe class Scratch
{
    private const int Alignment = 64;

    [ThreadStatic]
    private static float[]? Values;

    /// <summary>At least that many floats, aligned to 64 bytes, with whatever they held before; this thread's until its next call.</summary>
    public static float* Rent(int floats)
    {
        if (Values is null || Values.Length < floats + Alignment)
            Values = GC.AllocateUninitializedArray<float>(floats + Alignment, pinned: true);
        var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(Values));
        return (float*)((address + Alignment - 1) & ~(nuint)(Alignment - 1));
    }
}
