using Atelier.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>
/// A kind of optimizer. Successive phases of one name share the optimizer and its running averages, each with its own epsilon and
/// its own choice of Nesterov's momentum; another name starts over.
/// </summary>
/// <example><code>
/// OptimizerKind.AdamW
/// OptimizerKind.Sgd with { IsNesterov = true }
/// OptimizerKind.Adam with { Epsilon = 1e-6 }
/// OptimizerKind.Custom("Adagrad", parameters => torch.optim.Adagrad(parameters))
/// </code></example>
public abstract record OptimizerKind
{
    internal const double DefaultEpsilon = 1e-8;

    private protected OptimizerKind()
    {
    }

    /// <summary>Stochastic gradient descent with momentum.</summary>
    public static OptimizerKind Sgd { get; } = new SgdKind();

    /// <summary>Adam.</summary>
    public static OptimizerKind Adam { get; } = new AdamKind();

    /// <summary>Adam with decoupled weight decay.</summary>
    public static OptimizerKind AdamW { get; } = new AdamKind { IsDecoupled = true };

    /// <summary>RMSprop.</summary>
    public static OptimizerKind RmsProp { get; } = new RmsPropKind();

    /// <summary>All of the above.</summary>
    public static IReadOnlyList<OptimizerKind> All { get; } = [Sgd, Adam, AdamW, RmsProp];

    /// <summary>The kind, as plots and recipes name it: SGD, Adam, AdamW, RMSprop. Equal names mean the same kind.</summary>
    public abstract string Name { get; }

    /// <summary>Momentum, or beta1, where a phase gives none; in [0,1).</summary>
    public abstract double DefaultMomentum { get; }

    /// <summary>beta2 or alpha where a phase gives none; in [0,1).</summary>
    public abstract double DefaultBeta { get; }

    /// <summary>Added to the root of the squared gradients' average, greater than 0; 1e-8 by default. SGD has none.</summary>
    public double Epsilon { get; init => field = Require.Positive(value); } = DefaultEpsilon;

    /// <summary>Whether SGD looks one momentum ahead: p -= lr (g + momentum b). False by default; the others ignore it.</summary>
    /// <remarks>Sutskever et al. 2013.</remarks>
    public bool IsNesterov { get; init; }

    /// <summary>The kind with this name, regardless of case.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static OptimizerKind Named(string name) =>
        All.FirstOrDefault(kind => string.Equals(kind.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"Unknown optimizer '{name}': use one of {string.Join(", ", All.Select(kind => kind.Name))}.", nameof(name));

    /// <summary>Any optimizer of TorchSharp.</summary>
    /// <param name="name">The kind's name; phases with the same name share the optimizer.</param>
    /// <param name="create">Makes the optimizer for one layer group's parameters, without weight decay of its own.</param>
    public static OptimizerKind Custom(string name, Func<IReadOnlyList<Parameter>, optim.Optimizer> create) => new CustomKind(name, create);

    /// <summary>A new optimizer.</summary>
    /// <param name="groups">The parameters of each layer group, first layers first.</param>
    internal abstract Optimizer Create(IReadOnlyList<IReadOnlyList<Parameter>> groups);
}
