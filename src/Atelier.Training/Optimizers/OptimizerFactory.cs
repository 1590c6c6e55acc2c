using TorchSharp.Modules;

namespace Atelier.Training;

/// <summary>
/// A kind of optimizer. Phases of one kind after another keep the optimizer and its running averages; another kind starts anew.
/// </summary>
public abstract record OptimizerFactory
{
    /// <summary>The kind, as plots and recipes name it: SGD, Adam, AdamW, RMSprop. Equal names mean the same kind.</summary>
    public abstract string Name { get; }

    /// <summary>Momentum, or beta1, where a phase gives none; in [0,1).</summary>
    public abstract double DefaultMomentum { get; }

    /// <summary>beta2 or alpha where a phase gives none; in [0,1).</summary>
    public abstract double DefaultBeta { get; }

    /// <summary>A new optimizer.</summary>
    /// <param name="groups">The parameters of each layer group, first layers first.</param>
    public abstract Optimizer Create(IReadOnlyList<IReadOnlyList<Parameter>> groups);
}
