namespace Atelier.Data;

/// <summary>
/// Batches of a data set, an epoch at a time. What batch k of an epoch holds depends only on the source's seed, the epoch and k,
/// so that a resumed run sees exactly the same bits.
/// </summary>
public interface IBatchSource
{
    /// <summary>Samples in an epoch, at least 1; fewer come if some prove corrupt and are left out.</summary>
    int Count { get; }

    /// <summary>Batches in an epoch, at least 1.</summary>
    int BatchesPerEpoch { get; }

    /// <summary>
    /// A digest of the samples, of how much they count, and of how they become batches, which a checkpoint is bound to; empty, the default,
    /// if the source cannot tell.
    /// </summary>
    string Digest => "";

    /// <summary>How long readers have waited for batches so far; zero, the default, if the source does not measure it.</summary>
    TimeSpan WaitedFor => TimeSpan.Zero;

    /// <summary>Files that have proved corrupt so far: others stand in for them in training, and validation goes without them. None by default.</summary>
    IReadOnlyList<SkippedFile> Corrupt => [];

    /// <summary>The batches of an epoch in order, starting with one of them.</summary>
    /// <param name="epoch">0-based: chooses the order and the augmentation.</param>
    /// <param name="first">The first batch to return, 0-based; those before it cost nothing.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <returns>Batches on the CPU; the caller owns each one. Ending the enumeration early frees what was read ahead.</returns>
    IEnumerable<Batch> Read(int epoch, int first = 0, CancellationToken stop = default);
}
