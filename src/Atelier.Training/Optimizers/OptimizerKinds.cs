using TorchSharp.Modules;
using static TorchSharp.torch;

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

/// <summary>The kinds of optimizer, as they are by default; <c>new AdamKind { Epsilon = 1e-6 }</c> for another.</summary>
public static class OptimizerKinds
{
    /// <summary>Stochastic gradient descent with momentum.</summary>
    public static OptimizerFactory Sgd { get; } = new SgdKind();

    /// <summary>Adam.</summary>
    public static OptimizerFactory Adam { get; } = new AdamKind();

    /// <summary>Adam with decoupled weight decay.</summary>
    public static OptimizerFactory AdamW { get; } = new AdamWKind();

    /// <summary>RMSprop.</summary>
    public static OptimizerFactory RmsProp { get; } = new RmsPropKind();

    /// <summary>All of the above.</summary>
    public static IReadOnlyList<OptimizerFactory> All { get; } = [Sgd, Adam, AdamW, RmsProp];

    /// <summary>The kind of a name, whatever its case.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static OptimizerFactory Named(string name) =>
        All.FirstOrDefault(kind => string.Equals(kind.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"Unknown optimizer '{name}': use one of {string.Join(", ", All.Select(kind => kind.Name))}.", nameof(name));

    /// <summary>Any optimizer of TorchSharp.</summary>
    /// <param name="name">The kind's name; phases of the same name share the optimizer.</param>
    /// <param name="create">Makes the optimizer of one layer group's parameters, without weight decay of its own.</param>
    /// <example><code>OptimizerKinds.Custom("Adagrad", parameters => torch.optim.Adagrad(parameters))</code></example>
    public static OptimizerFactory Custom(string name, Func<IReadOnlyList<Parameter>, optim.Optimizer> create) => new CustomKind(name, create);
}
