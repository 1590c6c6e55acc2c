using System.Globalization;
using System.Text;
using Atelier.Core;

namespace Atelier.Stylization;

/// <summary>Remembers of which pictures and settings each file of a folder was made, so that a batch that was interrupted, however roughly, does none twice.</summary>
/// <remarks>
/// A line is written before a picture appears: what makes it, and what was there before; and one afterwards: what is there now. A picture appears
/// whole or not at all; so if a crash came between, and there is another file than before, it is that picture. A picture that somebody has changed
/// since is theirs. Thread-safe.
/// </remarks>
internal sealed class BatchJournal : IDisposable
{
    private const string Name = ".atelier-batch";
    private const string Nothing = "-", Begun = "begun", Ended = "ended";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _last = new(StringComparer.Ordinal);
    private readonly FileStream _file;
    private readonly string _folder;

    /// <param name="folder">Where the pictures go; made if missing.</param>
    /// <exception cref="FileAccessException">The folder cannot be written to, or another batch is at work there.</exception>
    public BatchJournal(string folder)
    {
        _folder = folder;
        var path = Path.Combine(folder, Name);
        try
        {
            Directory.CreateDirectory(folder);
            _file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileAccessException(path, e);
        }
        using var reader = new StreamReader(_file, Encoding.UTF8, leaveOpen: true);
        while (reader.ReadLine() is { } line)
            if (line.Split('\t', 4) is [Begun or Ended, var key, var stamp, var output])
                _last[output] = new(key, stamp, line.StartsWith(Ended, StringComparison.Ordinal));
        // A line that a crash cut off does not take the next one with it.
        _file.Seek(0, SeekOrigin.End);
        if (_file.Length > 0)
            Append("\n");
    }

    /// <summary>Whether a file was made of just that.</summary>
    public bool Has(string output, string key)
    {
        lock (_lock)
            return _last.TryGetValue(Of(output), out var last) && last.Key == key && IsOurs(last, Stamp(output));
    }

    /// <summary>Whether a file is as a batch has made it.</summary>
    public bool Knows(string output)
    {
        lock (_lock)
            return _last.TryGetValue(Of(output), out var last) && IsOurs(last, Stamp(output));
    }

    /// <summary>A picture is about to appear.</summary>
    public void Begin(string output, string key)
    {
        lock (_lock)
            Enter(output, new(key, Stamp(output), IsEnded: false));
    }

    /// <summary>It has appeared.</summary>
    public void End(string output)
    {
        lock (_lock)
            Enter(output, _last[Of(output)] with { Stamp = Stamp(output), IsEnded = true });
    }

    public void Dispose() => _file.Dispose();

    private void Enter(string output, Entry entry)
    {
        _last[Of(output)] = entry;
        Append($"{(entry.IsEnded ? Ended : Begun)}\t{entry.Key}\t{entry.Stamp}\t{Of(output)}\n");
    }

    private static bool IsOurs(Entry last, string now) => now != Nothing && (last.IsEnded ? now == last.Stamp : now != last.Stamp);

    private string Of(string output) => Path.GetRelativePath(_folder, output);

    private void Append(string text)
    {
        _file.Write(Encoding.UTF8.GetBytes(text));
        _file.Flush(flushToDisk: true);
    }

    private static string Stamp(string path) => new FileInfo(path) is { Exists: true } file
        ? string.Create(CultureInfo.InvariantCulture, $"{file.Length}:{file.LastWriteTimeUtc.Ticks}")
        : Nothing;

    /// <summary>The last that was said of a file.</summary>
    /// <param name="Key">What makes it.</param>
    /// <param name="Stamp">Of the file before it was made, or afterwards.</param>
    /// <param name="IsEnded">Whether afterwards.</param>
    private sealed record Entry(string Key, string Stamp, bool IsEnded);
}
