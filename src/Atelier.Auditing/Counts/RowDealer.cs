namespace Atelier.Auditing;

/// <summary>Deals rows to blocks at random: a table that is sorted by label or group still has blocks that look alike.</summary>
internal sealed class RowDealer
{
    private SplitMix64 _random;

    /// <summary>The block of the next row, below <see cref="BlockCount.Blocks"/>.</summary>
    public int Next() => (int)(_random.Next() % BlockCount.Blocks);
}
