using System.Runtime.InteropServices;

namespace Atelier.Core.Native;

/// <summary>The C runtime's heap, from which torch's tensors come.</summary>
public static partial class NativeHeap
{
    /// <summary>Gives freed memory back to the system, where the runtime can (glibc); elsewhere nothing happens.</summary>
    /// <remarks>
    /// Tensors of many sizes leave holes that glibc keeps: a process that stylises picture after picture would grow by a few
    /// hundred kilobytes with each. It takes some milliseconds, so it belongs between sizes and runs, not into a loop.
    /// </remarks>
    public static void Trim()
    {
        if (s_canTrim)
            _ = MallocTrim(0);
    }

    private static readonly bool s_canTrim =
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var libc) && NativeLibrary.TryGetExport(libc, "malloc_trim", out _);

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint pad);
}
