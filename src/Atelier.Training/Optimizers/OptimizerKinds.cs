namespace Atelier.Training.Optimizers;

/// <summary>The kinds of optimiser.</summary>
public static class OptimizerKinds
{
    /// <summary>Stochastic gradient descent with momentum.</summary>
    public static OptimizerFactory Sgd { get; } = new SgdKind();
}
