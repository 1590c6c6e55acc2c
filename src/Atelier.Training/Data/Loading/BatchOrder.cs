using Atelier.Core.Guards;

namespace Atelier.Training.Data.Loading;

/// <summary>How a data set is cut into batches, and in which order: a function of the seed, the epoch and the number of samples.</summary>
public sealed record BatchOrder
{
    private const long Shuffling = -1;

    /// <summary>Samples in a batch; the last may have fewer. 1 or more, 64 by default.</summary>
    public int BatchSize { get; init => field = Require.Positive(value); } = 64;

    /// <summary>Chooses the order of every epoch; 0 by default.</summary>
    public long Seed { get; init; }

    /// <summary>Whether each epoch has an order of its own; true by default. Otherwise all have the data set's.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>
    /// Whether samples that do not fill a batch are left out of the epoch (other ones each time, when shuffled); false by
    /// default. Without effect where they are the only batch.
    /// </summary>
    public bool DropLast { get; init; }

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

    /// <summary>All samples in an epoch's order.</summary>
    /// <param name="samples">How many there are.</param>
    /// <param name="epoch">0-based.</param>
    public int[] Of(int samples, int epoch)
    {
        int[] order = [.. Enumerable.Range(0, samples)];
        if (!Shuffle)
            return order;
        var random = new CounterRandom(Seed, epoch, Shuffling);
        for (var left = samples; left > 1; left--)
        {
            var at = random.Next(left);
            (order[at], order[left - 1]) = (order[left - 1], order[at]);
        }
        return order;
    }
}
