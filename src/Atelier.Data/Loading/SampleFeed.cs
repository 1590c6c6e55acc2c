using Atelier.Imaging;

namespace Atelier.Data;

/// <summary>Makes single samples from part of a collection. Thread-safe.</summary>
internal sealed class SampleFeed
{
    private readonly PixelCache _cache;
    private readonly ImageDataOptions _options;
    private readonly Augmentation _augmentation;
    private readonly int _enough;
    private readonly ILookup<int, int> _byClass;

    /// <param name="cache">The decoded images.</param>
    /// <param name="images">Indices in the collection.</param>
    /// <param name="augmentation">How images vary.</param>
    /// <param name="options">Size, seed, normalization.</param>
    public SampleFeed(PixelCache cache, IReadOnlyList<int> images, Augmentation augmentation, ImageDataOptions options)
    {
        (_cache, Images, _augmentation, _options) = (cache, images, augmentation, options);
        // What the smallest window still shows at full size, with a margin: decoding more finely would gain nothing.
        _enough = (int)Math.Ceiling(1.2 * options.ImageSize / Math.Sqrt(augmentation.CropArea ?? 1));
        _byClass = Enumerable.Range(0, images.Count).ToLookup(ClassOf);
    }

    /// <summary>Indices in the collection, by sample.</summary>
    public IReadOnlyList<int> Images { get; }

    /// <summary>How images vary.</summary>
    public Augmentation Augmentation => _augmentation;

    /// <summary>How much each sample counts in the loss; null if all count the same.</summary>
    public IReadOnlyList<float>? Weights { get; init; }

    /// <summary>Floats in a sample.</summary>
    public int SampleLength => _options.ImageSize * _options.ImageSize * 3;

    /// <summary>A sample's class.</summary>
    public int ClassOf(int sample) => _cache.Images.Images[Images[sample]].Class;

    /// <summary>The buffers of one thread.</summary>
    public SamplePainter NewPainter() => new(_augmentation, _options.Normalization, _options.ImageSize, _options.ChannelsLast);

    /// <summary>Whether the next good image of its class stands in for a corrupt one; otherwise the sample is left out. True by default.</summary>
    public bool Substitutes { get; init; } = true;

    /// <summary>Paints a sample of an epoch.</summary>
    /// <returns>The sample, or the one that stands in for it because it is corrupt; null if it is left out.</returns>
    /// <exception cref="DataSetException">It is corrupt and not to be skipped, or no good image of its class can stand in for it.</exception>
    public int? Paint(SamplePainter painter, int epoch, int sample, Span<float> target)
    {
        if (Find(sample) is not var (pixels, painted))
            return null;
        painter.Paint(pixels, new CounterRandom(_options.Seed, epoch, sample), target);
        return painted;
    }

    private (RgbPixels Pixels, int Sample)? Find(int sample)
    {
        if (_cache.Get(Images[sample], _enough) is { } pixels)
            return (pixels, sample);
        if (!Substitutes)
            return null;
        int[] others = [.. _byClass[ClassOf(sample)]];
        var place = Array.IndexOf(others, sample);
        for (var step = 1; step < others.Length; step++)
        {
            var other = others[(place + step) % others.Length];
            if (_cache.Get(Images[other], _enough) is { } instead)
                return (instead, other);
        }
        throw new DataSetException(_cache.Images.Path, $"has no good image left in the class '{_cache.Images.Classes[ClassOf(sample)]}'; all of them are corrupt. Replace the files, or remove the class.");
    }
}
