using Atelier.Core;
using TorchSharp.Modules;

namespace Atelier.Training;

/// <summary>Adam with decoupled weight decay, whatever a phase says of it: p -= wd lr p before the step.</summary>
/// <remarks>Loshchilov and Hutter 2019, as PyTorch computes it. Momentum is beta1.</remarks>
public sealed record AdamWKind : OptimizerFactory
{
    /// <summary>Added to the root of the squared gradients' average, greater than 0; 1e-8 by default.</summary>
    public double Epsilon { get; init => field = Require.Positive(value); } = 1e-8;

    /// <inheritdoc/>
    public override string Name => "AdamW";

    /// <inheritdoc/>
    public override double DefaultMomentum => 0.9;

    /// <inheritdoc/>
    public override double DefaultBeta => 0.999;

    /// <inheritdoc/>
    public override Optimizer Create(IReadOnlyList<IReadOnlyList<Parameter>> groups) =>
        new ElementwiseOptimizer<AdamUpdate>(groups, AdamKind.Averages, Update);

    internal AdamUpdate Update(StepSettings settings, int group, long step) =>
        AdamUpdate.For(settings, group, step, Epsilon, decayInLoss: false);
}
