using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>Counts a network's parameters and multiply-adds, layer by layer, by passing an image through it.</summary>
public static class NetworkSummary
{
    /// <summary>The modules in order of definition, without those that an image does not pass through, such as auxiliary heads.</summary>
    /// <param name="network">[N,3,H,W] to anything; it is left in evaluation mode.</param>
    /// <param name="size">The image's side in pixels.</param>
    public static IReadOnlyList<LayerRow> Create(Module<Tensor, Tensor> network, int size)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var met = Meet(network, size);
        return
        [
            .. from entry in DepthFirst(network, "")
               let output = OutputOf(entry.Module, met)
               where output is not null
               select new LayerRow(entry.Name, KindOf(entry.Module), entry.Name.Count(c => c == '.'), output, CountParameters(entry.Module), MultiplyAddsIn(entry.Module, met)),
        ];
    }

    /// <summary>Multiply-adds of one image.</summary>
    /// <param name="network">As in <see cref="Create"/>.</param>
    /// <param name="size">The image's side in pixels.</param>
    public static long MultiplyAdds(Module<Tensor, Tensor> network, int size) => Create(network, size).Where(row => row.Depth == 0).Sum(row => row.MultiplyAdds);

    /// <summary>How many parameters a network has, trainable or frozen.</summary>
    public static long CountParameters(Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.parameters().Sum(parameter => parameter.numel());
    }

    private static IEnumerable<(string Name, Module Module)> DepthFirst(Module module, string prefix) =>
        module.named_children().SelectMany(child => DepthFirst(child.module, $"{prefix}{child.name}.").Prepend((prefix + child.name, child.module)));

    // torch names its own modules in C++ style.
    private static string KindOf(Module module) => module is ParallelPaths ? module.GetName() : module.GetType().Name;

    private static Dictionary<Module, long[]> Meet(Module<Tensor, Tensor> network, int size)
    {
        var met = new Dictionary<Module, long[]>(ReferenceEqualityComparer.Instance as IEqualityComparer<Module>);
        var hooks = network.modules().OfType<Module<Tensor, Tensor>>().Select(module => module.register_forward_hook((self, _, output) =>
        {
            met[self] = output.shape[1..];
            return output;
        })).ToList();
        network.eval();
        network.call(zeros(1, 3, size, size));
        foreach (var hook in hooks)
            hook.remove();
        return met;
    }

    // A container whose modules are called one by one is never called itself.
    private static long[]? OutputOf(Module module, Dictionary<Module, long[]> met) =>
        met.GetValueOrDefault(module) ?? module.modules().Select(met.GetValueOrDefault).LastOrDefault(output => output is not null);

    private static long MultiplyAddsIn(Module module, Dictionary<Module, long[]> met) =>
        module.modules().Prepend(module).Distinct().Sum(inner => met.TryGetValue(inner, out var output) ? MultiplyAdds(inner, output) : 0);

    private static long MultiplyAdds(Module module, long[] output) => module switch
    {
        Conv2d convolution => output.Aggregate(1L, (product, n) => product * n) * convolution.in_channels / convolution.groups * convolution.kernel_size.Aggregate(1L, (product, n) => product * n),
        Linear linear => linear.in_features * linear.out_features,
        _ => 0,
    };
}

/// <summary>A module of a network, as one image passes through it.</summary>
/// <param name="Name">Its name in the state dict, for example <c>Mixed_5b.branch5x5_1</c>.</param>
/// <param name="Kind">Its type, for example <c>Conv2d</c>, or the block's name in the paper.</param>
/// <param name="Depth">How many modules it is nested in; 0 for the network's own.</param>
/// <param name="Output">Its output's shape without the batch, for example [64,35,35].</param>
/// <param name="Parameters">Of it and the modules in it.</param>
/// <param name="MultiplyAdds">Of its convolutions and linear layers; biases, batch norms and pools do not count.</param>
public sealed record LayerRow(string Name, string Kind, int Depth, IReadOnlyList<long> Output, long Parameters, long MultiplyAdds);
