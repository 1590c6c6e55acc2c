using TorchSharp.Modules;

namespace Atelier.Training;

/// <summary>Stochastic gradient descent: b = momentum b + g, p -= lr b.</summary>
/// <remarks>PyTorch's formula; the learning rate stands outside of the running sum. Beta is unused.</remarks>
public sealed record SgdKind : OptimizerFactory
{
    /// <summary>Whether the step looks one momentum ahead: p -= lr (g + momentum b). False by default.</summary>
    /// <remarks>Sutskever et al. 2013.</remarks>
    public bool Nesterov { get; init; }

    /// <inheritdoc/>
    public override string Name => "SGD";

    /// <inheritdoc/>
    public override double DefaultMomentum => 0.9;

    /// <inheritdoc/>
    public override double DefaultBeta => 0;

    /// <inheritdoc/>
    public override Optimizer Create(IReadOnlyList<IReadOnlyList<Parameter>> groups) =>
        new ElementwiseOptimizer<SgdUpdate>(groups, ["momentum_buffer"], Update);

    internal SgdUpdate Update(StepSettings settings, int group, long step) => new(
        (float)settings.LearningRates.For(group), (float)settings.Momentum, Nesterov, Shrinkage.For(settings, group, settings.WeightDecayInLoss));
}
