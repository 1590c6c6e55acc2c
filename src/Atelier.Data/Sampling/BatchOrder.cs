using Atelier.Core;

namespace Atelier.Data;

/// <summary>How a data set is cut into batches, and in which order: it depends only on the seed, the epoch, and the number and groups of the samples.</summary>
internal sealed record BatchOrder
{
    private const long Shuffling = -1;

    /// <summary>Samples in a batch; the last may have fewer. 1 or more, 64 by default.</summary>
    public int BatchSize { get; init => field = Require.Positive(value); } = 64;

    /// <summary>Chooses the order of every epoch; 0 by default.</summary>
    public long Seed { get; init; }

    /// <summary>Whether each epoch has its own order; true by default. Otherwise all have the data set's.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>
    /// Whether samples that do not fill a batch are left out of the epoch (different ones each time, when shuffled); false by
    /// default. It has no effect if they are the only batch.
    /// </summary>
    public bool DropLast { get; init; }

    /// <summary>As <see cref="TensorBatches.Groups"/> says.</summary>
    public IReadOnlyList<int?>? Groups { get; init; }

    /// <summary>Batches in an epoch of that many samples.</summary>
    public int BatchesOf(int samples) =>
        DropLast && samples > BatchSize ? samples / BatchSize : (samples - 1) / BatchSize + 1;

    /// <summary>How many of that many samples an epoch sees.</summary>
    public int SeenOf(int samples) => Math.Min(samples, BatchesOf(samples) * BatchSize);

    /// <summary>The samples of one batch.</summary>
    /// <param name="order">What <see cref="Of"/> gave.</param>
    /// <param name="batch">0-based.</param>
    public int[] Cut(int[] order, int batch)
    {
        ArgumentNullException.ThrowIfNull(order);
        var start = batch * BatchSize;
        return order[start..Math.Min(order.Length, start + BatchSize)];
    }

    /// <summary>An epoch's samples in order: all of them, or what <see cref="Groups"/> draw.</summary>
    /// <param name="samples">How many there are.</param>
    /// <param name="epoch">0-based.</param>
    /// <exception cref="ArgumentException">There are groups, but not of that many samples.</exception>
    public int[] Of(int samples, int epoch)
    {
        var random = new CounterRandom(Seed, epoch, Shuffling);
        if (Groups is { } groups)
            return groups.Count == samples ? BalancedDraw.Draw(groups, ref random) : throw new ArgumentException($"There are {samples} samples, but groups of {groups.Count}.", nameof(samples));
        int[] order = [.. Enumerable.Range(0, samples)];
        if (Shuffle)
            random.Shuffle(order);
        return order;
    }
}
