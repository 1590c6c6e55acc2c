using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>Finds the factorized convolutions of a network.</summary>
internal static class FactorizedPairs
{
    /// <summary>All of them, in the order of the network.</summary>
    /// <param name="network">Of <see cref="ConvBnRelu"/> units.</param>
    /// <param name="size">The image's side in pixels.</param>
    public static IReadOnlyList<FactorizedPair> In(Module<Tensor, Tensor> network, int size)
    {
        ArgumentNullException.ThrowIfNull(network);
        var grids = NetworkSummary.Create(network, size).ToDictionary(row => row.Name, row => (int)row.Output[^1], StringComparer.Ordinal);
        return
        [
            .. from parent in network.named_modules()
               let units = parent.module.named_children().Where(child => IsInLine(child.name)).ToList()
               from pair in units.Zip(units.Skip(1))
               let first = ConvolutionOf(pair.First.module)
               let second = ConvolutionOf(pair.Second.module)
               where first is not null && second is not null && IsPair(first, second)
               select new FactorizedPair(
                   parent.name, (int)first.kernel_size.Max(), (int)first.in_channels, (int)first.out_channels, (int)second.out_channels, grids[$"{parent.name}.{pair.Second.name}"]),
        ];
    }

    // Those side by side have a letter at the end: branch3x3_2a, branch3x3_2b.
    private static bool IsInLine(string name) => char.IsAsciiDigit(name[^1]);

    private static Conv2d? ConvolutionOf(Module module) => module is ConvBnRelu ? (Conv2d)module.named_children().First().module : null;

    private static bool IsPair(Conv2d first, Conv2d second) =>
        (first.kernel_size, second.kernel_size) is ([var a, var b], [var c, var d]) && (a, b) == (d, c) && Math.Min(a, b) == 1 && Math.Max(a, b) > 1
        && first.out_channels == second.in_channels;
}

/// <summary>A 1 x n and an n x 1 convolution, one after the other, instead of one n x n convolution.</summary>
/// <param name="Block">The block that has them, by its name in the state dict.</param>
/// <param name="Length">n.</param>
/// <param name="Inputs">Input channels of the first.</param>
/// <param name="Between">Its output channels.</param>
/// <param name="Outputs">Output channels of the second.</param>
/// <param name="Grid">Height and width of their input.</param>
internal sealed record FactorizedPair(string Block, int Length, int Inputs, int Between, int Outputs, int Grid)
{
    /// <summary>Weights of the two.</summary>
    public long Parameters => (long)Length * Between * (Inputs + Outputs);

    /// <summary>Weights of the n x n convolution from the same inputs to the same outputs.</summary>
    public long WholeParameters => (long)Length * Length * Inputs * Outputs;

    /// <summary>Multiply-adds of the two, for one image.</summary>
    public long MultiplyAdds => Parameters * Grid * Grid;

    /// <summary>Multiply-adds of the n x n convolution.</summary>
    public long WholeMultiplyAdds => WholeParameters * Grid * Grid;
}
