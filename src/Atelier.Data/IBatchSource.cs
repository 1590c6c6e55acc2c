namespace Atelier.Data;

/// <summary>
/// Batches of a data set, an epoch at a time. What an epoch's batch k holds is a function of the source's seed, the epoch
/// and k alone, so that a resumed run sees the very same bits.
/// </summary>
public interface IBatchSource
{
    /// <summary>Samples in an epoch, at least 1.</summary>
    int Count { get; }

    /// <summary>Batches in an epoch, at least 1.</summary>
    int BatchesPerEpoch { get; }

    /// <summary>
    /// Tells the weights and groups of this source's samples from those of another: a digest, empty where all count alike and come
    /// once an epoch, as by default. Checkpoints go with one alone.
    /// </summary>
    string SamplingDigest => "";

    /// <summary>An epoch's batches in order, from one of them on.</summary>
    /// <param name="epoch">0-based: chooses the order and the augmentation.</param>
    /// <param name="first">The first batch to give, 0-based; those before it cost nothing.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <returns>Batches on the CPU; the caller owns each one. Ending the enumeration early frees what was read ahead.</returns>
    IEnumerable<Batch> Read(int epoch, int first = 0, CancellationToken stop = default);
}
