using System.Collections.Concurrent;
using Atelier.Imaging;

namespace Atelier.Data;

/// <summary>Decoded images of a collection, as many as fit. The first ones stay: an epoch goes through all of them, so newer ones are no better. Thread-safe.</summary>
/// <param name="images">The collection.</param>
/// <param name="capacity">Bytes.</param>
internal sealed class PixelCache(ImageCollection images, long capacity)
{
    private readonly RgbPixels?[] _entries = new RgbPixels?[images.Images.Count];
    private readonly ConcurrentDictionary<int, SkippedFile> _corrupt = [];
    private long _used;

    /// <summary>The collection.</summary>
    public ImageCollection Images => images;

    /// <summary>Images that have failed to decode so far, by name.</summary>
    public IReadOnlyList<SkippedFile> Corrupt => [.. _corrupt.Values.OrderBy(file => file.Name, StringComparer.Ordinal)];

    /// <summary>An image, decoded; null if it is corrupt.</summary>
    /// <param name="image">Its index.</param>
    /// <param name="enough">Pixels that its shorter side must keep. The result depends only on that and the file, not on the cache.</param>
    /// <exception cref="DataSetException">It is corrupt and not to be skipped, or can no longer be read.</exception>
    public RgbPixels? Get(int image, int enough)
    {
        if (_entries[image] is { } kept && ImageFile.ShrinkFor(kept.FileWidth, kept.FileHeight, enough) == kept.Shrunk)
            return kept;
        if (_corrupt.ContainsKey(image))
            return null;
        try
        {
            var bytes = images.ReadFile(image);
            var pixels = ImageFile.Decode(images.Describe(image), bytes, enough);
            Keep(image, pixels);
            return pixels;
        }
        catch (ImageFileException e) when (images.SkipsCorrupt)
        {
            _corrupt.TryAdd(image, new(images.Images[image].Name, e.Message));
            return null;
        }
        catch (ImageFileException e)
        {
            throw new DataSetException(images.Describe(image), ImageCollection.Problem(e) + " Remove it, or skip corrupt files.", e);
        }
    }

    private void Keep(int image, RgbPixels pixels)
    {
        if (Interlocked.Add(ref _used, pixels.Bytes.Length) > capacity)
            Interlocked.Add(ref _used, -pixels.Bytes.Length);
        else if (Interlocked.Exchange(ref _entries[image], pixels) is { } replaced)
            Interlocked.Add(ref _used, -replaced.Bytes.Length);
    }
}
