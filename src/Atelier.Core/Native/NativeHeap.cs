using System.Runtime.InteropServices;

namespace Atelier.Core;

/// <summary>The C runtime's heap, from which torch's tensors come.</summary>
internal static class NativeHeap
{
    /// <summary>See <see cref="NativeTorch.TrimMemory"/>.</summary>
    public static void Trim()
    {
        if (CanTrim)
            _ = MallocTrim(0);
    }

    /// <summary>See <see cref="NativeTorch.ReturnLargeBlocks"/>.</summary>
    public static void ReturnLarge()
    {
        if (CanTrim)
            _ = MallocOption(MapThreshold, LargeBlock);
    }

    /// <summary>See <see cref="NativeTorch.KeepMemory"/>.</summary>
    public static void KeepFreed()
    {
        if (CanTrim)
            _ = (MallocOption(MapThreshold, 1 << 30), MallocOption(TrimThreshold, int.MaxValue));
    }

    // M_MMAP_THRESHOLD and M_TRIM_THRESHOLD of malloc.h.
    private const int MapThreshold = -3;
    private const int TrimThreshold = -1;

    private const int LargeBlock = 8 << 20;

    private static readonly bool CanTrim =
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var libc) && NativeLibrary.TryGetExport(libc, "malloc_trim", out _);

    [DllImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static extern int MallocTrim(nuint pad);

    [DllImport("libc.so.6", EntryPoint = "mallopt")]
    private static extern int MallocOption(int option, int value);
}
