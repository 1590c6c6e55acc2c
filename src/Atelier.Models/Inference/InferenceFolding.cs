using Atelier.Kernels;
using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>Makes a trained network faster to evaluate.</summary>
internal static class InferenceFolding
{
    /// <summary>As a classifier prepares itself for inference, for any module: only those of the catalog have something to fold.</summary>
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

/// <summary>A module with convolutions followed by batch norm.</summary>
internal interface IFoldable
{
    /// <summary>From now on, evaluation treats the batch norms, as they are now, as part of the convolutions; training does not.</summary>
    void Fold();
}
