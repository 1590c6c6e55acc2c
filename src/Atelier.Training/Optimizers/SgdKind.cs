using TorchSharp.Modules;
namespace Atelier.Training.Optimizers;

/// <summary>TODO by optimiser's author.</summary>
public sealed record SgdKind : OptimizerFactory
{
    /// <inheritdoc/>
    public override string Name => "SGD";
    /// <inheritdoc/>
    public override double DefaultMomentum => 0.9;
    /// <inheritdoc/>
    public override double DefaultBeta => 0;
    /// <inheritdoc/>
    public override Optimizer Create(IReadOnlyList<IReadOnlyList<Parameter>> groups) => throw new NotSupportedException();
}
