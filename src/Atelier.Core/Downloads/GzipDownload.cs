using System.Buffers.Binary;
using System.IO.Compression;

namespace Atelier.Core;

/// <summary>
/// Downloads gzip files and unpacks them: resumes where an earlier attempt or run stopped, checks the checksum and the size that
/// gzip carries of its one member, and puts a file in place only when it is whole. Safe for concurrent use.
/// </summary>
internal static class GzipDownload
{
    /// <summary>Makes sure that a file is on this machine; asks the server only if it is not.</summary>
    /// <param name="url">The packed file.</param>
    /// <param name="target">The path of the unpacked file; its folder is created if it is missing.</param>
    /// <param name="patience">When to give up; the defaults if null.</param>
    /// <param name="progress">Told about ten times a second.</param>
    /// <param name="cancellationToken">Stops the download; what has arrived is kept for next time.</param>
    /// <returns>Bytes that were downloaded; 0 if the file was here already.</returns>
    /// <exception cref="DownloadException">The server cannot be reached, does not have the file, or sends something else; or the disk is full.</exception>
    /// <exception cref="FileAccessException">The folder cannot be written, or the file is already being downloaded.</exception>
    public static async Task<long> PullAsync(
        Uri url, string target, DownloadPatience? patience = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(url);
        var full = Path.GetFullPath(target);
        if (File.Exists(full))
            return 0;
        var file = new RemoteFile(url, Path.GetDirectoryName(full)!, Path.GetFileName(full), Bytes: null)
        {
            Copies = 2,
            IfMissing = "check the address",
            IfFull = "free some, or choose another folder",
        };
        using var part = PartialFile.Open(full + ".gz");
        using var transfer = new FileTransfer(patience ?? new(), file, part, progress);
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
        return transfer.Received;
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
        // The decoder does not complain if the file is cut off; the last four bytes of a whole one are its size (RFC 1952).
        Span<byte> size = stackalloc byte[sizeof(uint)];
        if (packed.Length < size.Length)
            throw new InvalidDataException("It is empty.");
        packed.Position = packed.Length - size.Length;
        packed.ReadExactly(size);
        if (BinaryPrimitives.ReadUInt32LittleEndian(size) != (uint)target.Length)
            throw new InvalidDataException("It is cut off.");
    }
}
