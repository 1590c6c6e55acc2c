using System.Buffers.Binary;
using System.IO.Compression;

namespace Atelier.Core;

/// <summary>
/// Downloads gzip files and unpacks them: resumed where an earlier attempt or run stopped, checked by the checksum and the
/// size that gzip carries of its one member, and put in place only when they are whole. Safe for concurrent use.
/// </summary>
/// <param name="options">How patient; the defaults if null.</param>
public sealed class GzipDownload(GzipDownloadOptions? options = null)
{
    private readonly GzipDownloadOptions _options = options ?? new();

    /// <summary>Makes sure that a file is on this machine; asks the server only if it is not.</summary>
    /// <param name="url">The packed file.</param>
    /// <param name="target">The unpacked file's path; its folder is made where it is missing.</param>
    /// <param name="progress">Told about ten times a second.</param>
    /// <param name="cancellationToken">Stops the download; what has arrived is kept for the next time.</param>
    /// <exception cref="DownloadException">The server has no such file, cannot be reached, sends something else, or the disk is full.</exception>
    /// <exception cref="FileAccessException">The folder cannot be written, or the file is being downloaded already.</exception>
    public async Task<UnpackedFile> PullAsync(
        Uri url, string target, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(url);
        var full = Path.GetFullPath(target);
        if (File.Exists(full))
            return new(full, new FileInfo(full).Length, 0);
        var file = new RemoteFile(url, Path.GetDirectoryName(full)!, Path.GetFileName(full), Bytes: null)
        {
            Copies = 2,
            IfMissing = "check the address",
            IfFull = "free some, or choose a folder elsewhere",
        };
        using var part = PartialFile.Open(full + ".gz");
        using var transfer = new FileTransfer(_options, file, part, progress);
        await transfer.RunAsync(cancellationToken);
        try
        {
            await Task.Run(() => AtomicFile.Write(full, stream => Unpack(part.Rewind(), stream, cancellationToken)), cancellationToken);
        }
        catch (InvalidDataException e)
        {
            part.Discard();
            throw new DownloadException($"{url}: arrived damaged, or is not a gzip file, and was deleted; try again or use another mirror.", e);
        }
        part.Discard();
        return new(full, new FileInfo(full).Length, transfer.Received);
    }

    private static void Unpack(Stream packed, Stream target, CancellationToken stop)
    {
        using var gzip = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
        var buffer = new byte[1 << 20];
        while (gzip.Read(buffer) is var count and > 0)
        {
            stop.ThrowIfCancellationRequested();
            target.Write(buffer.AsSpan(0, count));
        }
        // The decoder ends without a word where the file is cut off; the last four bytes of a whole one are its size (RFC 1952).
        Span<byte> size = stackalloc byte[sizeof(uint)];
        if (packed.Length < size.Length)
            throw new InvalidDataException("Nothing is in it.");
        packed.Position = packed.Length - size.Length;
        packed.ReadExactly(size);
        if (BinaryPrimitives.ReadUInt32LittleEndian(size) != (uint)target.Length)
            throw new InvalidDataException("It is cut off.");
    }
}

/// <summary>How patient the download of a packed file is.</summary>
public sealed record GzipDownloadOptions : DownloadPatience;

/// <summary>A file that is on this machine now, unpacked and checked.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Downloaded">Bytes that came over the network for it; 0 where it was there.</param>
public sealed record UnpackedFile(string Path, long Bytes, long Downloaded);
