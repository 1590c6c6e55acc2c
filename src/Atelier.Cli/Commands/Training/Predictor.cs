using Atelier.Models;
using Atelier.Runs;
using static TorchSharp.torch;

namespace Atelier.Cli;

/// <summary>What predicts.</summary>
/// <param name="Network">Its name in the catalog.</param>
/// <param name="Classes">Their names.</param>
/// <param name="ImageSize">Pixels a side.</param>
/// <param name="Weights">The file.</param>
internal sealed record Predictor(string Network, IReadOnlyList<string> Classes, int ImageSize, string Weights)
{
    /// <summary>The network with its weights; the caller owns it.</summary>
    public nn.Module<Tensor, Tensor> Load()
    {
        var network = Classifiers.Create(Network, Classes.Count);
        ClassifierCheckpoint.Load(network, Weights);
        InferenceFolding.Apply(network);
        return network;
    }

    /// <summary>How many numbers the network has.</summary>
    public long CountParameters()
    {
        var network = Classifiers.Create(Network, Classes.Count);
        using var owned = (IDisposable)network;
        return ParameterCount.Count(network);
    }

    /// <summary>It, ready for images.</summary>
    public ImageClassifier Over(nn.Module<Tensor, Tensor> network, Device device) =>
        new(network, Classes, ImageSize, TrainedNetworks.NormalizationOf(Network)) { Device = device };
}
