using Atelier.Kernels;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>A pool of overlapping windows.</summary>
internal sealed class Pool(PoolWindow window) : Module<Tensor, Tensor>(nameof(Pool))
{
    /// <summary>[N,C,H,W] to [N,C,H',W'].</summary>
    public override Tensor forward(Tensor input) => window.Apply(input);
}
