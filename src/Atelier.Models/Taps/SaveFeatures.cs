using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>Keeps the output of a module's latest call, by a forward hook that is removed on <see cref="Dispose"/>.</summary>
/// <remarks>
/// The lesson's <c>SaveFeatures</c>. Hooks fire under <c>call()</c> only, not under <c>forward()</c>. What is kept shares its
/// values with the tensor that the network passes on, which <c>Sequential</c> disposes: an in-place layer after the module
/// changes them, so tap the ReLU rather than the convolution. Gradients flow through it.
/// </remarks>
public sealed class SaveFeatures : IDisposable
{
    private readonly HookableModule<Func<Module<Tensor, Tensor>, Tensor, Tensor>, Func<Module<Tensor, Tensor>, Tensor, Tensor, Tensor>>.HookRemover _hook;

    /// <param name="module">The module to listen to.</param>
    public SaveFeatures(Module<Tensor, Tensor> module) =>
        _hook = module.register_forward_hook((_, _, output) =>
        {
            Features?.Dispose();
            Features = output.alias().DetachFromDisposeScope();
            return output;
        });

    /// <summary>The latest output, valid until the next call or <see cref="Dispose"/>; null before the first.</summary>
    public Tensor? Features { get; private set; }

    /// <summary>Removes the hook and frees <see cref="Features"/>.</summary>
    public void Dispose()
    {
        _hook.remove();
        Features?.Dispose();
        Features = null;
    }
}
