using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>An optimizer of TorchSharp; see <see cref="OptimizerKinds.Custom"/>.</summary>
/// <param name="Kind">The kind's name.</param>
/// <param name="Make">Makes the optimizer of one layer group's parameters.</param>
public sealed record CustomKind(string Kind, Func<IReadOnlyList<Parameter>, optim.Optimizer> Make) : OptimizerFactory
{
    /// <inheritdoc/>
    public override string Name => Kind;

    /// <inheritdoc/>
    public override double DefaultMomentum => 0.9;

    /// <inheritdoc/>
    public override double DefaultBeta => 0.999;

    /// <inheritdoc/>
    public override Optimizer Create(IReadOnlyList<IReadOnlyList<Parameter>> groups) => new CustomOptimizer(groups, Make);
}
