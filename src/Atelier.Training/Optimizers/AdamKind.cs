using Atelier.Core;
using TorchSharp.Modules;

namespace Atelier.Training;

/// <summary>Adam: a step of about lr for every parameter, whatever the size of its gradients.</summary>
/// <remarks>Kingma and Ba 2015, as PyTorch computes it: epsilon outside of the root, both averages debiased with the betas of
/// the step. Momentum is beta1.</remarks>
public sealed record AdamKind : OptimizerFactory
{
    internal static readonly string[] Averages = ["exp_avg", "exp_avg_sq"];

    /// <summary>Added to the root of the squared gradients' average, greater than 0; 1e-8 by default.</summary>
    public double Epsilon { get; init => field = Require.Positive(value); } = 1e-8;

    /// <inheritdoc/>
    public override string Name => "Adam";

    /// <inheritdoc/>
    public override double DefaultMomentum => 0.9;

    /// <inheritdoc/>
    public override double DefaultBeta => 0.999;

    /// <inheritdoc/>
    public override Optimizer Create(IReadOnlyList<IReadOnlyList<Parameter>> groups) =>
        new ElementwiseOptimizer<AdamUpdate>(groups, Averages, Update);

    internal AdamUpdate Update(StepSettings settings, int group, long step) =>
        AdamUpdate.For(settings, group, step, Epsilon, settings.WeightDecayInLoss);
}
