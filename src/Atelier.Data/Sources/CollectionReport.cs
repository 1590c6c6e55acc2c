using System.Collections.Concurrent;
using Atelier.Imaging;

namespace Atelier.Data;

/// <summary>Images of one size.</summary>
/// <param name="Width">Pixels across, upright.</param>
/// <param name="Height">Pixels down.</param>
/// <param name="Images">How many have it.</param>
public sealed record SizeCount(int Width, int Height, int Images);

/// <summary>The results of checking every image of a collection.</summary>
/// <param name="Sizes">The sizes, the most frequent first.</param>
/// <param name="Corrupt">Files that cannot be read, including those damaged further in if all were decoded.</param>
public sealed record CollectionReport(IReadOnlyList<SizeCount> Sizes, IReadOnlyList<SkippedFile> Corrupt)
{
    /// <summary>Checks every image, on all processors.</summary>
    /// <param name="images">The collection, best opened with <see cref="ImageCollectionOptions.SkipCorrupt"/>.</param>
    /// <param name="decode">Whether to decode them completely, which finds all damage, or to read only their headers.</param>
    /// <param name="progress">Told how many images were checked, from any thread.</param>
    /// <param name="stop">Stops the check.</param>
    public static CollectionReport Create(ImageCollection images, bool decode, IProgress<int>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        var sizes = new ConcurrentDictionary<(int Width, int Height), int>();
        var corrupt = new ConcurrentBag<SkippedFile>(images.Skipped);
        var (done, counting) = (0, new Lock());
        Parallel.For(0, images.Images.Count, new ParallelOptions { CancellationToken = stop, MaxDegreeOfParallelism = Environment.ProcessorCount }, image =>
        {
            try
            {
                sizes.AddOrUpdate(SizeOf(images, image, decode), 1, (_, count) => count + 1);
            }
            catch (ImageFileException e)
            {
                corrupt.Add(new(images.Images[image].Name, e.Message));
            }
            // Or a thread might be overtaken between counting and reporting.
            lock (counting)
                progress?.Report(++done);
        });
        return new(
            [.. sizes.Select(pair => new SizeCount(pair.Key.Width, pair.Key.Height, pair.Value)).OrderByDescending(size => size.Images).ThenBy(size => size.Width).ThenBy(size => size.Height)],
            [.. corrupt.OrderBy(file => file.Name, StringComparer.Ordinal)]);
    }

    private static (int Width, int Height) SizeOf(ImageCollection images, int image, bool decode)
    {
        var (name, bytes) = (images.Describe(image), images.ReadFile(image));
        if (!decode)
            return ImageFile.ReadHeader(name, bytes) is var header ? (header.Width, header.Height) : default;
        // All is decoded, but not all is kept.
        var pixels = ImageFile.Decode(name, bytes, enough: 1);
        return (pixels.FileWidth, pixels.FileHeight);
    }
}
