using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Atelier.Core;

/// <summary>
/// Writes whole files or nothing: to a temporary file next to the target, flushed to disk, then renamed over it.
/// A reader sees the old file or the new one, even after a power failure.
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes <paramref name="path"/> through <paramref name="write"/>; missing folders are created.</summary>
    /// <param name="path">The file to write; an existing one is replaced at the end, and kept if anything fails.</param>
    /// <param name="write">Receives an empty, seekable stream.</param>
    /// <exception cref="FileAccessException">The file or its folder cannot be written.</exception>
    public static void Write(string path, Action<Stream> write) =>
        WriteVia(path, temporary =>
        {
            using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);
            write(stream);
            stream.Flush(flushToDisk: true);
        });

    /// <summary>Like <see cref="Write"/>, for a writer that needs a path: it must create the file at the path it is given.</summary>
    public static void WriteVia(string path, Action<string> write)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        var temporary = Path.Combine(folder, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}.tmp{Path.GetExtension(full)}");
        try
        {
            Directory.CreateDirectory(folder);
            write(temporary);
            FlushToDisk(temporary);
            File.Move(temporary, full, overwrite: true);
            FlushFolder(folder);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new FileAccessException(path, e);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Whether a file was left behind by a process that was killed while writing another.</summary>
    /// <param name="name">The name of the file that was to be written.</param>
    /// <param name="candidate">The name of the file in question, in the same folder.</param>
    public static bool IsTemporaryOf(string name, string candidate) =>
        candidate.StartsWith($".{name}.", StringComparison.Ordinal) && Path.GetFileNameWithoutExtension(candidate).EndsWith(".tmp", StringComparison.Ordinal);

    private static void FlushToDisk(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    // Without this, a power failure may lose a rename although the file's contents are safe. .NET cannot open folders.
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var handle = new SafeFileHandle(Open(folder, 0), ownsHandle: true);
        if (!handle.IsInvalid)
            _ = Fsync(handle);
    }

    [DllImport("libc", EntryPoint = "open")]
    private static extern nint Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Fsync(SafeFileHandle handle);
}
