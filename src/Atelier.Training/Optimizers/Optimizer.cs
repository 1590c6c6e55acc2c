using Atelier.Core;
using TorchSharp.Modules;

namespace Atelier.Training;

/// <summary>Moves parameters against their gradients, a layer group at a time. Not safe for concurrent use.</summary>
/// <param name="groups">The parameters of each layer group, first layers first. A frozen parameter has no gradient, and stays.</param>
public abstract class Optimizer(IReadOnlyList<IReadOnlyList<Parameter>> groups) : IDisposable
{
    /// <summary>The parameters of each layer group; they stay the network's.</summary>
    public IReadOnlyList<IReadOnlyList<Parameter>> Groups => groups;

    /// <summary>One step. Gradients stay as they are.</summary>
    /// <param name="settings">The hyper-parameters of this batch; their lists have one entry per group, or one for all.</param>
    public abstract void Step(StepSettings settings);

    /// <summary>A copy of everything that the next steps depend on: running averages, counts. The caller owns it.</summary>
    public abstract StateDict Save();

    /// <summary>Puts back what <see cref="Save"/> gave; steps go on bit-identically.</summary>
    /// <exception cref="ArgumentException">The state is of another network or another kind of optimizer.</exception>
    public abstract void Load(StateDict state);

    /// <summary>Frees the running averages.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the running averages.</summary>
    protected abstract void Dispose(bool disposing);
}
