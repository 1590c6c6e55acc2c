using System.Diagnostics;
using System.Text.Json;
using Atelier.Core;

namespace Atelier.Data;

/// <summary>
/// Batches of images, decoded and augmented by separate threads while the network computes. Each batch depends only on the options'
/// seed and size, the epoch and its place: the number of threads and the cache change nothing. Read one epoch at a time.
/// </summary>
internal sealed class ImageBatches : IBatchSource
{
    private static readonly JsonSerializerOptions Plain = new() { IncludeFields = true };

    private readonly ImageDataOptions _options;
    private readonly BatchOrder _order;
    private readonly SampleFeed _feed;
    private readonly PixelCache _cache;

    /// <param name="cache">The decoded images.</param>
    /// <param name="chosen">Indices in the collection, at least one: the samples.</param>
    /// <param name="isTraining">Whether to shuffle and augment.</param>
    /// <param name="options">Size, seed, balancing, threads.</param>
    /// <exception cref="DataSetException">No image is chosen.</exception>
    public ImageBatches(PixelCache cache, IReadOnlyList<int> chosen, bool isTraining, ImageDataOptions options)
    {
        if (chosen.Count == 0)
            throw new DataSetException(cache.Images.Path, $"has no image to {(isTraining ? "train on" : "validate with")}.");
        (_cache, _options) = (cache, options);
        _order = new()
        {
            BatchSize = options.BatchSize,
            Seed = options.Seed,
            Shuffle = isTraining,
            DropLast = isTraining && options.DropLast,
            Groups = isTraining && options.DrawGroup is { } group ? [.. chosen.Select(image => group(cache.Images.Images[image]))] : null,
        };
        _feed = new(cache, chosen, isTraining ? options.Augmentation : Augmentation.None, options)
        {
            // A stand-in would be validated twice.
            Substitutes = isTraining,
            Weights = isTraining && options.SampleWeight is { } weight ? [.. chosen.Select(image => (float)Require.Positive(weight(cache.Images.Images[image]), nameof(options.SampleWeight)))] : null,
        };
    }

    /// <summary>The collection the samples come from.</summary>
    public ImageCollection Images => _cache.Images;

    /// <summary>The index in <see cref="Images"/> of each sample.</summary>
    public IReadOnlyList<int> Samples => _feed.Images;

    /// <inheritdoc/>
    public int Count => _order.SeenOf(_feed.Images.Count);

    /// <inheritdoc/>
    public int BatchesPerEpoch => _order.BatchesOf(_feed.Images.Count);

    /// <inheritdoc/>
    public string Digest
    {
        get
        {
            using var digest = new SampleDigest();
            digest.Add(_order).AddWeights(_feed.Weights).Add(JsonSerializer.Serialize((_options.ImageSize, _options.Normalization, _feed.Augmentation), Plain));
            return Images.AddTo(digest, Samples).Finish();
        }
    }

    /// <inheritdoc/>
    public TimeSpan WaitedFor { get; private set; }

    /// <summary>How long epochs took to read, from the request for the first batch to the end.</summary>
    public TimeSpan ReadFor { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<SkippedFile> Corrupt => _cache.Corrupt;

    /// <inheritdoc/>
    /// <exception cref="DataSetException">A file can no longer be read, or is corrupt and not to be skipped.</exception>
    public IEnumerable<Batch> Read(int epoch, int first = 0, CancellationToken stop = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        return Batches(epoch, first, stop);
    }

    private IEnumerable<Batch> Batches(int epoch, int first, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        var isEmpty = true;
        var order = _order.Of(_feed.Images.Count, epoch);
        using var workers = new BatchWorkers(_feed, _options, epoch, first, BatchesPerEpoch, batch => _order.Cut(order, batch));
        try
        {
            for (var batch = first; batch < BatchesPerEpoch; batch++)
            {
                var asked = Stopwatch.GetTimestamp();
                var next = workers.Take(stop);
                WaitedFor += Stopwatch.GetElapsedTime(asked);
                if (next is null)
                    continue;
                isEmpty = false;
                yield return next;
            }
            if (isEmpty && first == 0)
                throw new DataSetException(_cache.Images.Path, "has no good image left to validate with; all of them are corrupt. Replace the files.");
        }
        finally
        {
            ReadFor += Stopwatch.GetElapsedTime(start);
        }
    }
}
