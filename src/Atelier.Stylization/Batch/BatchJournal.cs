using System.Globalization;
using System.Text;
using Atelier.Core;

namespace Atelier.Stylization;

/// <summary>Remembers of which pictures and settings each file of a folder was made, so that a batch that was interrupted, however roughly, does none twice.</summary>
/// <remarks>
/// A line is written before the picture appears: what makes it, and what was there before. A picture appears whole or not at all; so if there is
/// another file than before, it is that picture. Thread-safe.
/// </remarks>
internal sealed class BatchJournal : IDisposable
{
    private const string Name = ".atelier-batch";
    private const string Nothing = "-";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Key, string Before)> _last = new(StringComparer.Ordinal);
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
            if (line.Split('\t', 3) is [var key, var before, var output])
                _last[output] = (key, before);
        // A line that a crash cut off does not take the next one with it.
        _file.Seek(0, SeekOrigin.End);
        if (_file.Length > 0)
            Append("\n");
    }

    /// <summary>Whether a file was made of just that.</summary>
    public bool Has(string output, string key)
    {
        lock (_lock)
            return _last.TryGetValue(Of(output), out var last) && last.Key == key && Stamp(output) is var now && now != Nothing && now != last.Before;
    }

    /// <summary>Whether a file is the work of a batch.</summary>
    public bool Knows(string output)
    {
        lock (_lock)
            return _last.TryGetValue(Of(output), out var last) && Stamp(output) != last.Before;
    }

    /// <summary>A picture is about to appear.</summary>
    public void Begin(string output, string key)
    {
        lock (_lock)
        {
            var before = Stamp(output);
            _last[Of(output)] = (key, before);
            Append($"{key}\t{before}\t{Of(output)}\n");
        }
    }

    public void Dispose() => _file.Dispose();

    private string Of(string output) => Path.GetRelativePath(_folder, output);

    private void Append(string text)
    {
        _file.Write(Encoding.UTF8.GetBytes(text));
        _file.Flush(flushToDisk: true);
    }

    private static string Stamp(string path) => new FileInfo(path) is { Exists: true } file
        ? string.Create(CultureInfo.InvariantCulture, $"{file.Length}:{file.LastWriteTimeUtc.Ticks}")
        : Nothing;
}
