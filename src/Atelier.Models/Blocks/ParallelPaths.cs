using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>Several paths from the same input, their outputs side by side in the channels: the filter concatenation of every Inception block.</summary>
/// <remarks>A fork within a path has no name; its modules are named as if they belonged to the block.</remarks>
internal class ParallelPaths : Module<Tensor, Tensor>
{
    private readonly Step[][] _paths;

    /// <param name="name">The block's name in the paper.</param>
    /// <param name="paths">Each from the input to its own output; all outputs of the same height and width.</param>
    public ParallelPaths(string name, params Step[][] paths)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(paths);
        _paths = paths;
        foreach (var step in paths.SelectMany(path => path))
        {
            if (step.Name is { } own)
                add_module(own, step.Module);
            else if (step.Module is ParallelPaths fork)
                foreach (var (inner, module) in fork.named_children())
                    add_module(inner, module);
        }
    }

    /// <summary>[N,C,H,W] to [N,sum of the paths' channels,H',W'].</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return cat([.. _paths.Select(path => path.Run(input))], 1).MoveToOuterDisposeScope();
    }
}
