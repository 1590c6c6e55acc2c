using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;

namespace Atelier.Core;

/// <summary>
/// Writes whole files or nothing: to a temporary file next to the target, flushed to disk, then renamed over it.
/// A reader sees the old file or the new one, even after a power failure. A file that is replaced keeps its permissions, and a
/// link stays one: what it leads to is replaced.
/// </summary>
public static partial class AtomicFile
{
    private static readonly string Machine = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Environment.MachineName)))[..8];
    private static readonly ConcurrentDictionary<string, bool> Swept = new(StringComparer.Ordinal);

    // Of a name, in bytes; all common file systems allow as many.
    private const int LongestName = 255;
    private const int Digits = 32;
    private const int MostSwept = 1000;

    /// <summary>Writes <paramref name="path"/> through <paramref name="write"/>; missing folders are created.</summary>
    /// <param name="path">The file to write; an existing one is replaced at the end, and kept if anything fails.</param>
    /// <param name="write">Receives an empty, seekable stream.</param>
    /// <param name="replace">Whether a file that is there at the end is replaced; otherwise it is kept, and this fails.</param>
    /// <exception cref="FileAccessException">The file or its folder cannot be written, or is there and not to be replaced.</exception>
    public static void Write(string path, Action<Stream> write, bool replace = true) =>
        WriteVia(path, temporary =>
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 1 << 16 };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = ModeOf(RealPath.Of(path));
            using var stream = new FileStream(temporary, options);
            write(stream);
            stream.Flush(flushToDisk: true);
        }, replace);

    /// <summary>Like <see cref="Write"/>, for a writer that needs a path: it must create the file at the path it is given.</summary>
    public static void WriteVia(string path, Action<string> write, bool replace = true)
    {
        var target = RealPath.Of(path);
        var folder = Path.GetDirectoryName(target)!;
        var temporary = Path.Combine(folder, TemporaryName(Path.GetFileName(target)));
        try
        {
            Directory.CreateDirectory(folder);
            SweepOnce(folder);
            write(temporary);
            if (!OperatingSystem.IsWindows() && ModeOf(target) is { } mode)
                File.SetUnixFileMode(temporary, mode);
            FlushToDisk(temporary);
            File.Move(temporary, target, replace);
            FlushFolder(folder);
        }
        catch (IOException) when (!replace && File.Exists(target))
        {
            throw FileAccessException.Exists(path);
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
        candidate.StartsWith(TemporaryStart(name), StringComparison.Ordinal) && candidate.EndsWith(TemporaryEnd(name), StringComparison.Ordinal)
        && candidate.Length == TemporaryName(name).Length;

    /// <summary>Deletes what killed processes left in a folder, which nobody else may be writing to. What cannot be deleted stays.</summary>
    internal static void Sweep(string folder)
    {
        if (Directory.Exists(folder))
            Sweep(folder, _ => true);
    }

    // Once is enough, as the dead leave nothing new; a server that writes into ever new folders forgets the old ones.
    private static void SweepOnce(string folder)
    {
        if (Swept.Count >= MostSwept)
            Swept.Clear();
        if (Swept.TryAdd(folder, true))
            Sweep(folder, IsOfTheDead);
    }

    // What cannot be deleted, or is not allowed to be looked for, stays.
    private static void Sweep(string folder, Func<string, bool> isLeft)
    {
        List<string> temporaries;
        try
        {
            temporaries = [.. Directory.EnumerateFiles(folder, ".*.tmp*").Where(file => Temporary().Match(Path.GetFileName(file)) is { Success: true } match && isLeft(match.Groups["owner"].Value))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }
        foreach (var left in temporaries)
        {
            try
            {
                File.Delete(left);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It only takes space.
            }
        }
    }

    // The digits say whose it is: machine, process, and a number of its own.
    [GeneratedRegex(@"\A\..*\.(?<owner>[0-9a-f]{16})[0-9a-f]{16}\.tmp(\.[^.]{0,15})?\z", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Temporary();

    [UnsupportedOSPlatform("windows")]
    private static UnixFileMode? ModeOf(string path) => File.Exists(path) ? File.GetUnixFileMode(path) : null;

    private static string TemporaryName(string name) => $"{TemporaryStart(name)}{Machine}{Environment.ProcessId:x8}{Random.Shared.NextInt64():x16}{TemporaryEnd(name)}";

    // Of a process of this machine that is gone. Its number may have been given to another since; then the file only stays longer.
    private static bool IsOfTheDead(string owner)
    {
        if (!owner.StartsWith(Machine, StringComparison.Ordinal))
            return false;
        try
        {
            using var process = Process.GetProcessById(int.Parse(owner.AsSpan(8), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            return false;
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    // As much of the name as leaves room for the rest.
    private static string TemporaryStart(string name)
    {
        var room = LongestName - 2 - Digits - Encoding.UTF8.GetByteCount(TemporaryEnd(name));
        var runes = name.EnumerateRunes().TakeWhile(rune => (room -= rune.Utf8SequenceLength) >= 0);
        return $".{string.Concat(runes)}.";
    }

    private static string TemporaryEnd(string name) => Path.GetExtension(name) is { Length: <= 16 } extension ? $".tmp{extension}" : ".tmp";

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
