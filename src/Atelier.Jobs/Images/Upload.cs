using System.Security.Cryptography;
using Atelier.Core;
using Atelier.Imaging;
using Atelier.Stylization;

namespace Atelier.Jobs;

/// <summary>An upload being received: written to a temporary file and hashed on the way, then inspected. Disposing deletes the file unless it was moved.</summary>
internal sealed class Upload : IDisposable
{
    private const int BlockSize = 1 << 16;

    private Upload(string path) => Path = path;

    /// <summary>The temporary file.</summary>
    public string Path { get; }

    /// <summary>SHA-256 of the content.</summary>
    public string Id { get; private set; } = "";

    /// <summary>Size of the content.</summary>
    public long Bytes { get; private set; }

    /// <summary>Receives a stream.</summary>
    /// <exception cref="JobException">It has more than <paramref name="mostBytes"/>.</exception>
    public static async Task<Upload> ReceiveAsync(Stream content, string folder, long mostBytes, CancellationToken stop)
    {
        var upload = new Upload(System.IO.Path.Combine(folder, $".{Guid.NewGuid():N}.tmp"));
        try
        {
            await upload.WriteAsync(content, mostBytes, stop);
            return upload;
        }
        catch
        {
            upload.Dispose();
            throw;
        }
    }

    /// <summary>Reads the header of the image.</summary>
    /// <param name="name">Its name in error messages.</param>
    /// <param name="mostPixels">Width times height.</param>
    /// <exception cref="JobException">It is not an image, or is too large.</exception>
    public ImageHeader Inspect(string name, long mostPixels)
    {
        var header = Explaining(name, () => ImageFile.ReadHeader(Path, new() { MaxPixels = long.MaxValue }));
        return header.Pixels <= mostPixels ? header : throw new JobException(
            JobProblem.TooLarge, $"{name} has {header.Width} x {header.Height} pixels, more than the {mostPixels / 1e6:0.#} million that are allowed; shrink it first.");
    }

    /// <summary>The first painting of a style that was learned, as a PNG.</summary>
    /// <param name="name">Its name in error messages.</param>
    /// <exception cref="JobException">It is not a style.</exception>
    public byte[] ReadPainting(string name)
    {
        try
        {
            using var style = StyleFile.Read(Path);
            using var picture = new MemoryStream();
            ImageFile.Write(picture, ImageFormat.Png, style.Paintings[0]);
            return picture.ToArray();
        }
        catch (WeightFileException e)
        {
            throw new JobException(JobProblem.Invalid, name + e.Message[e.Path.Length..], e);
        }
    }

    /// <summary>Does something with the file; errors mention the upload's name instead of the path here.</summary>
    public static T Explaining<T>(string name, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ImageFileException e)
        {
            throw new JobException(JobProblem.Invalid, $"{name} {e.Problem}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(Path);

    private async Task WriteAsync(Stream content, long mostBytes, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(Path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        var block = new byte[BlockSize];
        while (await content.ReadAsync(block, stop) is > 0 and var count)
        {
            Bytes += count;
            if (Bytes > mostBytes)
                throw new JobException(JobProblem.TooLarge, $"The file has more than the {mostBytes / (1024 * 1024.0):0.#} MiB that are allowed: shrink the picture first.");
            hash.AppendData(block, 0, count);
            await file.WriteAsync(block.AsMemory(0, count), stop);
        }
        file.Flush(flushToDisk: true);
        Id = Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
