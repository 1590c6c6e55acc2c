using System.Formats.Tar;
using Microsoft.Win32.SafeHandles;

namespace Atelier.Data;

/// <summary>The files of a tar archive (ustar, GNU or pax), read in place: one pass over the archive finds where each starts. Links within the archive are followed.</summary>
internal sealed class TarStore : FileStore
{
    private const int Block = 512;
    private const string Sparse = "has a file with holes (sparse), which cannot be read in place; pack it again without the option --sparse.";
    private const string Incomplete = "is cut off before its end mark; copy or download it again.";

    // Stays open for the life of the store; the handle's finalizer closes it.
    private readonly SafeFileHandle _file;
    private readonly Dictionary<string, (long Offset, long Length)> _entries;

    public TarStore(string path)
        : base(path)
    {
        try
        {
            (_entries, Remarks) = Index(path);
            _file = File.OpenHandle(path);
        }
        catch (EndOfStreamException e)
        {
            throw new DataSetException(path, Incomplete, e);
        }
        catch (NotSupportedException e)
        {
            throw new DataSetException(path, Sparse, e);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or OverflowException or ArgumentException)
        {
            throw new DataSetException(path, "is damaged, or not a tar archive; copy or download it again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataSetException(path, $"cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
        Names = [.. _entries.Keys.Where(name => !IsHidden(name)).Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    protected override byte[] ReadAll(string name)
    {
        var (offset, length) = _entries[name];
        var bytes = new byte[length];
        for (var done = 0; done < length;)
            done += RandomAccess.Read(_file, bytes.AsSpan(done), offset + done) is var count and > 0
                ? count
                : throw new DataSetException(Path, "became shorter while it was being read; do not change it during training.");
        return bytes;
    }

    /// <inheritdoc/>
    protected override (int Count, long Length) ReadFirst(string name, byte[] buffer)
    {
        var (offset, length) = _entries[name];
        return (RandomAccess.Read(_file, buffer.AsSpan(0, (int)Math.Min(buffer.Length, length)), offset), length);
    }

    private static (Dictionary<string, (long Offset, long Length)> Entries, IReadOnlyList<string> Remarks) Index(string path)
    {
        var entries = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        var links = new TarLinks();
        var remarks = new List<string>();
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 12);
        using var archive = new TarReader(file, leaveOpen: true);
        var end = 0L;
        while (archive.GetNextEntry() is { } entry)
        {
            var name = TarLinks.Plain(entry.Name);
            if (entry is PaxTarEntry pax && pax.ExtendedAttributes.Keys.Any(key => key.StartsWith("GNU.sparse.", StringComparison.Ordinal)))
                throw new DataSetException(path, Sparse);
            if (entry.EntryType is TarEntryType.SymbolicLink or TarEntryType.HardLink)
                links.Add(name, entry.EntryType is TarEntryType.HardLink ? entry.LinkName : TarLinks.Beside(entry.Name, entry.LinkName), entry.LinkName);
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile))
                continue;
            // The reader gives no offset and stream for an empty file.
            if (entry.Length > 0)
            {
                end = entry.DataOffset + (entry.Length + Block - 1) / Block * Block;
                if (end > file.Length)
                    throw new EndOfStreamException();
            }
            if (name is null)
                remarks.Add($"{entry.Name} would lie outside the archive and was left out.");
            else
                entries[name] = (Math.Max(0, entry.DataOffset), entry.Length);
        }
        remarks.AddRange(links.Follow(path, entries));
        // An archive ends with two blocks of zeros; one is enough here.
        return end + Block <= file.Length ? (entries, Few(remarks, "entries of the archive")) : throw new EndOfStreamException();
    }
}
