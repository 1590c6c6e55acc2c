using System.Runtime.InteropServices;

namespace Atelier.Cli;

/// <summary>Whether the shell gave this process an output and an error stream at all.</summary>
/// <remarks>
/// A program that is started with one closed gets that number for the next file that the runtime opens, be it memory that it keeps
/// compiled code in: what is written there goes astray, or ends the process. So it is written to only where it can be meant.
/// </remarks>
internal static class StandardDescriptors
{
    private const int GetFlags = 3, AccessMode = 3, ReadOnly = 0;   // F_GETFL, O_ACCMODE, O_RDONLY

    /// <summary>Whether something that the shell may have opened for writing has that number, 1 or 2.</summary>
    public static bool IsOpen(int descriptor)
    {
        if (OperatingSystem.IsWindows())
            return true;
        var flags = Control(descriptor, GetFlags, 0);
        return flags >= 0 && (flags & AccessMode) != ReadOnly && !IsRuntimes(descriptor);
    }

    private static bool IsRuntimes(int descriptor) =>
        OperatingSystem.IsLinux() && new FileInfo($"/proc/self/fd/{descriptor}").LinkTarget is { } target
            && (target.StartsWith("/memfd:", StringComparison.Ordinal) || target.StartsWith("anon_inode:", StringComparison.Ordinal));

    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int Control(int descriptor, int command, int argument);
}
