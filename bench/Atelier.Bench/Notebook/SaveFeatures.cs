using static TorchSharp.torch;

namespace Atelier.Bench.Notebook;

/// <summary>Keeps what a layer put out in the last forward pass.</summary>
public sealed class SaveFeatures : IDisposable
{
    private readonly nn.Module<Tensor, Tensor>.HookRemover _hook;

    /// <param name="layer">The layer to listen to; it must be run by <c>call</c>, as Sequential does.</param>
    public SaveFeatures(nn.Module<Tensor, Tensor> layer) => _hook = layer.register_forward_hook((_, _, output) =>
    {
        Features = output.alias();   // Sequential disposes what passes between its children
        return output;
    });

    /// <summary>The features; they live as long as the scope that the forward pass ran in.</summary>
    public Tensor Features { get; private set; } = null!;

    /// <summary>Takes the hook off.</summary>
    public void Dispose() => _hook.remove();
}
