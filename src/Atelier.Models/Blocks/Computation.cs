using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>A function as a module, for a stage that has no module of its own; the weights that it uses are another's.</summary>
internal sealed class Computation(string name, Func<Tensor, Tensor> compute) : Module<Tensor, Tensor>(name)
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => compute(input);
}
