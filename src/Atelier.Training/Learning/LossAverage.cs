using Atelier.Core;

namespace Atelier.Training;

/// <summary>The losses of a run's batches: smoothed the way fastai does, the best of these, and the mean of the current epoch.</summary>
internal sealed class LossAverage : IStateful
{
    private const double Smoothing = 0.98;
    private const int CountsFrom = 10;
    private const double Diverged = 4;

    private double _average;
    private long _batches;
    private double _best = double.PositiveInfinity;
    private double _epochSum;
    private long _epochSamples;

    /// <summary>Debiased exponential average.</summary>
    public double Smoothed => _average / (1 - Math.Pow(Smoothing, _batches));

    /// <summary>Mean over the epoch's samples so far.</summary>
    public double EpochMean => _epochSum / _epochSamples;

    /// <summary>Whether the smoothed loss is over four times the best since the tenth batch, or not a number.</summary>
    public bool HasDiverged => !double.IsFinite(Smoothed) || Smoothed > Diverged * _best;

    public void Add(double loss, int samples)
    {
        _average = Smoothing * _average + (1 - Smoothing) * loss;
        _batches++;
        _epochSum += loss * samples;
        _epochSamples += samples;
        if (_batches > CountsFrom && !HasDiverged)
            _best = Math.Min(_best, Smoothed);
    }

    public void BeginEpoch() => (_epochSum, _epochSamples) = (0, 0);

    public void Save(StateWriter to)
    {
        to.Write("average", _average);
        to.Write("batches", _batches);
        to.Write("best", _best);
        to.Write("epoch_sum", _epochSum);
        to.Write("epoch_samples", _epochSamples);
    }

    public void Load(StateReader from)
    {
        _average = from.ReadDouble("average");
        _batches = from.ReadLong("batches");
        _best = from.ReadDouble("best");
        _epochSum = from.ReadDouble("epoch_sum");
        _epochSamples = from.ReadLong("epoch_samples");
    }
}
