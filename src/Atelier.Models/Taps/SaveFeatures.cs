using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models.Taps;

/// <summary>Keeps the output of a module's latest call, by a forward hook that is removed on <see cref="Dispose"/>.</summary>
/// <remarks>
/// The lesson's <c>SaveFeatures</c>. Hooks fire under <c>call()</c> only, not under <c>forward()</c>. The tensor is the one
/// that the network goes on with: an in-place layer after the module changes it, so tap the ReLU rather than the convolution.
/// </remarks>
public sealed class SaveFeatures : IDisposable
{
    private readonly HookableModule<Func<Module<Tensor, Tensor>, Tensor, Tensor>, Func<Module<Tensor, Tensor>, Tensor, Tensor, Tensor>>.HookRemover _hook;

    /// <param name="module">The module to listen to.</param>
    public SaveFeatures(Module<Tensor, Tensor> module) =>
        _hook = module.register_forward_hook((_, _, output) => Features = output);

    /// <summary>The latest output, owned by whoever called the network; null before the first call.</summary>
    public Tensor? Features { get; private set; }

    /// <summary>Removes the hook; <see cref="Features"/> stays as it is.</summary>
    public void Dispose() => _hook.remove();
}
