using Atelier.Imaging;

namespace Atelier.Jobs;

/// <summary>Small JPEGs of pictures, made on first request. Thread-safe.</summary>
/// <param name="files">Where they are kept.</param>
internal sealed class Thumbnails(JobFiles files)
{
    private const int SmallestSize = 16;
    private const int LargestSize = 1024;

    // Decoding a large picture takes memory and a core; a page may request a hundred at once.
    private readonly SemaphoreSlim _turn = new(2);

    /// <summary>The path of a picture's thumbnail.</summary>
    /// <param name="picture">The picture's file.</param>
    /// <param name="id">Identifies the picture's content.</param>
    /// <param name="size">Longer side in pixels at most; rounded up to one of a few sizes.</param>
    /// <param name="name">The picture's name in error messages.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="JobException">The picture is damaged.</exception>
    public async Task<string> MakeAsync(string picture, string id, int size, string name, CancellationToken stop)
    {
        var path = PathOf(id, Rounded(size));
        if (File.Exists(path))
            return path;
        await _turn.WaitAsync(stop);
        try
        {
            if (!File.Exists(path))
                await Task.Run(() => Upload.Explaining(name, () => Write(picture, path, Rounded(size))), stop);
            return path;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Deletes all thumbnails of a picture.</summary>
    public void Delete(string id)
    {
        for (var size = SmallestSize; size <= LargestSize; size = Next(size))
            File.Delete(PathOf(id, size));
    }

    private static bool Write(string picture, string path, int size)
    {
        ImageFile.WriteThumbnail(picture, path, size, new() { MaxPixels = long.MaxValue });
        return true;
    }

    private string PathOf(string id, int size) => Path.Combine(files.ThumbnailsFolder, $"{id}.{size}.jpg");

    private static int Rounded(int size)
    {
        var rounded = SmallestSize;
        while (rounded < size && rounded < LargestSize)
            rounded = Next(rounded);
        return rounded;
    }

    // 16, 32, ... 256, 320, 512, 1024.
    private static int Next(int size) => size switch
    {
        256 => ImageStore.ThumbnailSize,
        ImageStore.ThumbnailSize => 512,
        _ => size * 2,
    };
}
