namespace Atelier.Training;

/// <summary>One epoch of a run.</summary>
/// <param name="Number">1-based.</param>
/// <param name="Batches">Batches trained in the run when it ended.</param>
/// <param name="TrainLoss">Mean over its batches, each counted by its size, as the network was when it met them.</param>
/// <param name="ValidLoss">Mean over the validation set; NaN without one.</param>
/// <param name="Metrics">By name, over the validation set.</param>
/// <param name="Seconds">Wall time, validation included.</param>
public sealed record EpochRecord(
    int Number, int Batches, double TrainLoss, double ValidLoss, IReadOnlyDictionary<string, double> Metrics, double Seconds)
{
    /// <summary>Mean loss of the averaged model over the validation set; NaN in epochs that did not evaluate it.</summary>
    public double SwaLoss { get; init; } = double.NaN;

    /// <summary>Metrics of the averaged model; empty in epochs that did not evaluate it.</summary>
    public IReadOnlyDictionary<string, double> SwaMetrics { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);
}
