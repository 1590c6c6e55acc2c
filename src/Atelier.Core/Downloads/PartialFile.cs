using System.Globalization;

namespace Atelier.Core;

/// <summary>
/// A download under way: the bytes so far, in a hidden file next to the target, and a note of which file they belong to. It
/// outlives the process; only one process can hold it.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly string _target;
    private readonly string _path;
    private readonly string _notePath;
    private readonly FileStream _stream;

    private PartialFile(string target, string path, FileStream stream)
    {
        (_target, _path, _notePath, _stream) = (target, path, path + ".note", stream);
        _stream.Position = _stream.Length;
    }

    public long Length => _stream.Length;

    /// <exception cref="FileAccessException">The folder cannot be written, or another process is downloading the same file.</exception>
    public static PartialFile Open(string target)
    {
        var path = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.part");
        return Guarded(target, () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            return new PartialFile(target, path, new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        });
    }

    /// <summary>Which file the bytes belong to: the address, the server's strong ETag and the full size, if it gave them.</summary>
    public (string Url, string? ETag, long? Total)? ReadNote()
    {
        try
        {
            return File.ReadAllLines(_notePath) is [var url, var tag, var total]
                ? (url, tag.Length > 0 ? tag : null, long.TryParse(total, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null)
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void WriteNote(string url, string? tag, long? total) =>
        Guarded(_target, () => File.WriteAllLines(_notePath, [url, tag ?? "", total?.ToString(CultureInfo.InvariantCulture) ?? ""]));

    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Write(bytes);
        }
        catch (IOException e)
        {
            throw new FileAccessException(_target, e);
        }
    }

    public void Restart() => Guarded(_target, () => _stream.SetLength(0));

    /// <summary>The bytes from the start, for checking.</summary>
    public Stream Rewind()
    {
        Guarded(_target, _stream.Flush);
        _stream.Position = 0;
        return _stream;
    }

    /// <summary>Turns the bytes into the target, which is then complete even after a power failure.</summary>
    public void Complete()
    {
        _stream.Dispose();
        AtomicFile.WriteVia(_target, temporary => File.Move(_path, temporary));
        File.Delete(_notePath);
    }

    public void Discard()
    {
        _stream.Dispose();
        File.Delete(_path);
        File.Delete(_notePath);
    }

    /// <summary>Keeps the bytes for next time, if there are any.</summary>
    public void Dispose()
    {
        if (!_stream.CanWrite)
            return;
        if (_stream.Length == 0)
            Discard();
        else
            _stream.Dispose();
    }

    private static void Guarded(string target, Action action) => Guarded(target, () =>
    {
        action();
        return true;
    });

    private static T Guarded<T>(string target, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileAccessException(target, e);
        }
    }
}
