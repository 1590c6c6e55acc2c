using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>What a learner is made with, beside its network and data.</summary>
public sealed record LearnerOptions
{
    /// <summary>Figures over the validation set; none by default.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>Told of every event of every run, in this order; none by default.</summary>
    public IReadOnlyList<Callback> Callbacks { get; init; } = [];

    /// <summary>
    /// The network's modules by layer group, first layers first; each parameter in exactly one group. Empty, the default, for
    /// one group with everything.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<nn.Module>> LayerGroups { get; init; } = [];

    /// <summary>Where to compute; the CPU by default. The network is moved there.</summary>
    public Device Device { get; init; } = CPU;
}
