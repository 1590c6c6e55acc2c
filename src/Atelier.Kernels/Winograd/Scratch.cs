using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Atelier.Kernels;

/// <summary>A thread's scratch memory, kept from one convolution to the next and freed with the thread.</summary>
internal static unsafe class Scratch
{
    private const int Alignment = 64;

    [ThreadStatic]
    private static float[]? s_values;

    /// <summary>At least that many floats, aligned to 64 bytes, with whatever they held before; this thread's until its next call.</summary>
    public static float* Rent(int floats)
    {
        if (s_values is null || s_values.Length < floats + Alignment)
            s_values = GC.AllocateUninitializedArray<float>(floats + Alignment, pinned: true);
        var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(s_values));
        return (float*)((address + Alignment - 1) & ~(nuint)(Alignment - 1));
    }
}
