namespace Atelier.Auditing;

/// <summary>
/// The bootstrap's draws (Efron 1979): each resample takes as many blocks as there are, with replacement. It resamples
/// blocks of random rows and not single cells of the table, so that labels that share rows stay together, and no row is needed.
/// </summary>
internal sealed class Resampling
{
    private readonly uint[][] _times;

    /// <param name="resamples">How many.</param>
    /// <param name="seed">The same seed draws the same blocks.</param>
    public Resampling(int resamples, long seed)
    {
        var random = new SplitMix64(seed);
        _times = new uint[resamples][];
        for (var at = 0; at < resamples; at++)
        {
            _times[at] = new uint[BlockCount.Blocks];
            for (var draw = 0; draw < BlockCount.Blocks; draw++)
                _times[at][random.Next() % BlockCount.Blocks]++;
        }
    }

    /// <summary>How many resamples there are.</summary>
    public int Count => _times.Length;

    /// <summary>A count in a resample, or for -1 in the table itself.</summary>
    public double Of(BlockCount? count, int resample) => count is null ? 0 : resample < 0 ? count.Total : count.Resampled(_times[resample]);
}
