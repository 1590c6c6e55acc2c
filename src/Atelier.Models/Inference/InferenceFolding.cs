using Atelier.Kernels;
using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>Makes a trained network faster to evaluate.</summary>
public static class InferenceFolding
{
    /// <summary>
    /// Puts a network into evaluation mode, and has it evaluate each convolution and the batch norm after it as one convolution with
    /// channels last. Outputs are the same but for rounding; state dict and training stay as they are, though the weights become other
    /// objects. To be called again after they have changed.
    /// </summary>
    /// <param name="network">One of the catalog's; in others, nothing is folded.</param>
    public static void Apply(nn.Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        network.eval();
        ChannelsLast.Convert(network);
        foreach (var module in network.modules().OfType<IFoldable>())
            module.Fold();
        (network as IFoldable)?.Fold();
    }
}

/// <summary>A module with convolutions that batch norm follows.</summary>
internal interface IFoldable
{
    /// <summary>From now on, evaluation takes the batch norms as they are now for parts of the convolutions; training does not.</summary>
    void Fold();
}
