using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>What a learner is created with, besides its network and data.</summary>
public sealed record LearnerOptions
{
    /// <summary>Figures over the validation set, each once; none by default.</summary>
    public IReadOnlyList<Metric> Metrics
    {
        get;
        init => field = value.GroupBy(metric => metric.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Skip(1).Any()) is { Key: var name }
            ? throw new ArgumentException($"There are two metrics named '{name}': leave one out.", nameof(value))
            : value;
    } = [];

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

/// <summary>A network's parameters by layer group.</summary>
internal static class LayerGroups
{
    /// <exception cref="ArgumentException">A parameter is in no group, or in two.</exception>
    public static IReadOnlyList<IReadOnlyList<Parameter>> Resolve(nn.Module network, IReadOnlyList<IReadOnlyList<nn.Module>> modules)
    {
        var all = network.named_parameters().ToList();
        if (modules.Count == 0)
            return [[.. all.Select(p => p.parameter)]];
        IReadOnlyList<Parameter>[] groups = [.. modules.Select(group => group.SelectMany(module => module.parameters()).ToArray())];
        var count = groups.SelectMany(group => group).GroupBy(p => p.Handle).ToDictionary(g => g.Key, g => g.Count());
        foreach (var (name, parameter) in all)
            if (count.GetValueOrDefault(parameter.Handle) != 1)
                throw new ArgumentException($"Each parameter must be in one layer group, but {name} is in {count.GetValueOrDefault(parameter.Handle)}.", nameof(modules));
        return groups;
    }
}
