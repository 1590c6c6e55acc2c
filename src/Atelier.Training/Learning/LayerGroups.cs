using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Atelier.Training;

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
