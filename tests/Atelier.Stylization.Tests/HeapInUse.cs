using System.Runtime.InteropServices;

namespace Atelier.Stylization.Tests;

/// <summary>What native code holds of memory: what glibc's allocator has handed out and not got back.</summary>
internal static class HeapInUse
{
    /// <summary>Bytes, after all garbage is collected; 0 where there is no glibc.</summary>
    public static long Bytes()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        GC.WaitForPendingFinalizers();
        try
        {
            var info = Information();
            return (long)(info.InUse + info.Mapped);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return 0;
        }
    }

    [DllImport("libc", EntryPoint = "mallinfo2")]
    private static extern Mallinfo2 Information();

    [StructLayout(LayoutKind.Sequential)]
    private struct Mallinfo2
    {
        public nuint Arena, FreeChunks, FreeFastBins, MappedRegions, Mapped, Unused, FreeInFastBins, InUse, Free, Trimmable;
    }
}
