namespace Atelier.Runs;

/// <summary>A phase of training.</summary>
/// <param name="Epochs">Its length.</param>
/// <param name="Optimizer">Its optimizer.</param>
/// <param name="LearningRate">From where to where.</param>
/// <param name="Decay">Along which curve.</param>
internal sealed record CardPhase(double Epochs, string Optimizer, string LearningRate, string Decay);
