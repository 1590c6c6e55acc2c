namespace Atelier.Training;

/// <summary>What a plan says about one batch.</summary>
/// <param name="Phase">The phase, 0-based.</param>
/// <param name="Progress">t, how far the phase is, in [0,1).</param>
/// <param name="Step">The hyper-parameters.</param>
public readonly record struct BatchSettings(int Phase, double Progress, StepSettings Step)
{
    /// <summary>The learning rate of the last layer group, which logs and plots show.</summary>
    public double LearningRate => Step.LearningRates[^1];
}
