namespace Atelier.Training;

/// <summary>One batch of a run.</summary>
/// <param name="Batch">Counted over the whole run from 0.</param>
/// <param name="LearningRate">Of the last layer group.</param>
/// <param name="Momentum">Or beta1.</param>
/// <param name="Loss">Of this batch; NaN where nothing was trained.</param>
/// <param name="SmoothedLoss">Debiased exponential average with factor 0.98.</param>
public readonly record struct BatchRecord(int Batch, double LearningRate, double Momentum, double Loss, double SmoothedLoss);
