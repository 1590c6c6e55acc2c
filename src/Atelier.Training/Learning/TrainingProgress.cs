namespace Atelier.Training;

/// <summary>How far a run is.</summary>
/// <param name="Batch">Batches trained.</param>
/// <param name="Batches">Batches in all.</param>
/// <param name="Epoch">The epoch under way, 1-based.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="SmoothedLoss">Debiased exponential average of the training loss, factor 0.98.</param>
/// <param name="Samples">Samples trained since the run began or was resumed.</param>
public readonly record struct TrainingProgress(int Batch, int Batches, int Epoch, int Epochs, double SmoothedLoss, long Samples);
