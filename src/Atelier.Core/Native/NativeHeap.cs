using System.Runtime.InteropServices;

namespace Atelier.Core;

/// <summary>The C runtime's heap, from which torch's tensors come.</summary>
public static class NativeHeap
{
    /// <summary>Gives freed memory back to the system, where the runtime can (glibc); elsewhere nothing happens.</summary>
    /// <remarks>
    /// Tensors of many sizes leave holes that glibc keeps: a process that stylizes picture after picture would grow by a few
    /// hundred kilobytes with each. It takes some milliseconds, so it belongs between sizes and runs, not into a loop.
    /// </remarks>
    public static void Trim()
    {
        if (CanTrim)
            _ = MallocTrim(0);
    }

    /// <summary>Has the runtime keep what is freed for the rest of the process, where it can (glibc).</summary>
    /// <remarks>
    /// A training step frees and asks for the same large tensors again and again. By default, glibc gives each one back, and the
    /// system clears every page again: a tenth of the time of ResNet-18 at 224 pixels. In return, the process stays as large as at its peak.
    /// </remarks>
    public static void KeepFreed()
    {
        if (CanTrim)
            _ = (MallocOption(MapThreshold, 1 << 30), MallocOption(TrimThreshold, int.MaxValue));
    }

    // M_MMAP_THRESHOLD and M_TRIM_THRESHOLD of malloc.h.
    private const int MapThreshold = -3;
    private const int TrimThreshold = -1;

    private static readonly bool CanTrim =
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var libc) && NativeLibrary.TryGetExport(libc, "malloc_trim", out _);

    [DllImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static extern int MallocTrim(nuint pad);

    [DllImport("libc.so.6", EntryPoint = "mallopt")]
    private static extern int MallocOption(int option, int value);
}
