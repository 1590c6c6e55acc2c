namespace Atelier.Training;

/// <summary>A phase's place in a plan.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="First">Its first batch, counted over the whole run from 0.</param>
/// <param name="Batches">How many batches train in it.</param>
/// <param name="Length">Its length in batches before rounding: epochs times batches per epoch, the n of t = i/n.</param>
public sealed record PhaseSpan(TrainingPhase Phase, int First, int Batches, double Length);
