using System.Runtime.InteropServices;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>A module on a path through a block or a network.</summary>
/// <param name="Name">Its name in the state dict; null if it has no weights.</param>
/// <param name="Module">What it computes.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Step(string? Name, Module<Tensor, Tensor> Module)
{
    /// <summary>A pool, which has no weights and therefore no name.</summary>
    public static implicit operator Step(Module<Tensor, Tensor> module) => new(null, module);

    /// <summary>A module with its name.</summary>
    public static implicit operator Step((string Name, Module<Tensor, Tensor> Module) named) => new(named.Name, named.Module);
}
