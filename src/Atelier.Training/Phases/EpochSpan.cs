namespace Atelier.Training;

/// <summary>A pass over the data, or the part of one that ends a plan or comes before other data.</summary>
/// <param name="Number">1-based.</param>
/// <param name="First">Its first batch, counted over the whole run from 0.</param>
/// <param name="Batches">How many batches it trains.</param>
/// <param name="BatchesInWhole">How many a whole pass has.</param>
/// <param name="Phase">The phase of its first batch, 0-based, whose data it reads.</param>
public sealed record EpochSpan(int Number, int First, int Batches, int BatchesInWhole, int Phase)
{
    /// <summary>Whether it reads all of the data.</summary>
    public bool IsWhole => Batches == BatchesInWhole;
}
