using Atelier.Data;
using Atelier.Models;
using Atelier.Training;
using static TorchSharp.torch;

namespace Atelier.Cli;

/// <summary>Brings the catalog's networks and the training library together, which do not know of each other.</summary>
internal static class TrainedNetworks
{
    /// <summary>A network with random weights, or with those of a file.</summary>
    public static nn.Module<Tensor, Tensor> Create(string name, int classes, string? weights)
    {
        var network = Classifiers.Create(name, classes);
        if (weights is not null)
            FineTuning.LoadBody(network, weights);
        return network;
    }

    /// <summary>Its auxiliary heads, as the training library has them; null where it has none.</summary>
    public static AuxiliaryScores? AuxiliaryOf(nn.Module network) =>
        network is IAuxiliaryHeads { AuxiliaryWeights: [_, ..] } heads ? new(heads.ScoresOfAll, heads.AuxiliaryWeights) : null;

    /// <summary>What the network expects, as the training library has it.</summary>
    public static Normalization NormalizationOf(string name)
    {
        var (mean, deviation) = (Classifiers.Named(name).Normalization.Mean, Classifiers.Named(name).Normalization.StandardDeviation);
        return new()
        {
            Mean = ((float)mean[0], (float)mean[1], (float)mean[2]),
            Deviation = ((float)deviation[0], (float)deviation[1], (float)deviation[2]),
        };
    }
}
