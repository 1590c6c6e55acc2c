using Atelier.Core;
using TorchSharp.Modules;

namespace Atelier.Training;

/// <summary>Moves parameters against their gradients, one layer group at a time. Not safe for concurrent use.</summary>
/// <param name="groups">The parameters of each layer group, first layers first. A frozen parameter has no gradient and does not change.</param>
internal abstract class Optimizer(IReadOnlyList<IReadOnlyList<Parameter>> groups) : IStateful, IDisposable
{
    /// <summary>The parameters of each layer group; they remain the network's.</summary>
    public IReadOnlyList<IReadOnlyList<Parameter>> Groups => groups;

    /// <summary>One step. Gradients do not change.</summary>
    /// <param name="settings">The hyper-parameters of this batch; their lists have one entry per group, or one for all.</param>
    public abstract void Step(StepSettings settings);

    /// <summary>Writes everything that the next steps depend on: running averages, counts.</summary>
    public abstract void Save(StateWriter to);

    /// <summary>Restores what <see cref="Save"/> wrote; later steps are the same to the bit.</summary>
    public abstract void Load(StateReader from);

    /// <summary>Frees the running averages.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the running averages.</summary>
    protected abstract void Dispose(bool disposing);
}

/// <summary>The hyper-parameters of one step.</summary>
/// <param name="LearningRates">Per layer group, or one for all; 0 or more.</param>
/// <param name="Momentum">Momentum of SGD and RMSprop, beta1 of the Adam family; in [0,1).</param>
/// <param name="Beta">beta2 of the Adam family, alpha of RMSprop, unused by SGD; in [0,1).</param>
/// <param name="WeightDecay">Per layer group, or one for all; 0 or more.</param>
/// <param name="WeightDecayInLoss">Whether decay is added to the gradient, as the derivative of wd/2 |p|^2 in the loss;
/// otherwise it is decoupled: p -= wd lr p before the step.</param>
internal sealed record StepSettings(
    GroupValues LearningRates, double Momentum, double Beta, GroupValues WeightDecay, bool WeightDecayInLoss = true)
{
    /// <summary>As <see cref="OptimizerKind.Epsilon"/>.</summary>
    public double Epsilon { get; init; } = OptimizerKind.DefaultEpsilon;

    /// <summary>As <see cref="OptimizerKind.IsNesterov"/>.</summary>
    public bool IsNesterov { get; init; }
}
