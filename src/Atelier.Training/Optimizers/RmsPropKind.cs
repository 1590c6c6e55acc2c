using Atelier.Core;
using TorchSharp.Modules;

namespace Atelier.Training;

/// <summary>RMSprop: gradients divided by the root of their own running square.</summary>
/// <remarks>Tieleman and Hinton 2012, as PyTorch computes it: epsilon outside of the root, no centring. Beta is alpha.</remarks>
public sealed record RmsPropKind : OptimizerFactory
{
    /// <summary>Added to the root of the squared gradients' average, greater than 0; 1e-8 by default.</summary>
    public double Epsilon { get; init => field = Require.Positive(value); } = 1e-8;

    /// <inheritdoc/>
    public override string Name => "RMSprop";

    /// <inheritdoc/>
    public override double DefaultMomentum => 0;

    /// <inheritdoc/>
    public override double DefaultBeta => 0.99;

    /// <inheritdoc/>
    public override Optimizer Create(IReadOnlyList<IReadOnlyList<Parameter>> groups) =>
        new ElementwiseOptimizer<RmsPropUpdate>(groups, ["square_avg", "momentum_buffer"], Update);

    internal RmsPropUpdate Update(StepSettings settings, int group, long step) => new(
        (float)settings.LearningRates.For(group), (float)settings.Momentum, (float)settings.Beta, (float)(1 - settings.Beta),
        (float)Epsilon, Shrinkage.For(settings, group, settings.WeightDecayInLoss));
}
