using Atelier.Data;
using Atelier.Models;
using Atelier.Training;
using static TorchSharp.torch;

namespace Atelier.Runs;

/// <summary>Prepares a network of the catalog for training: weights, objective, layer groups, normalization.</summary>
internal static class RunNetwork
{
    /// <summary>A network with random weights, or with those of a file.</summary>
    /// <returns>The network, and the modules that the file has no weights for.</returns>
    public static (Classifier Network, IReadOnlyList<string> FromScratch) Create(string name, int classes, string? weights)
    {
        var network = NetworkCatalog.Create(name, classes);
        try
        {
            return (network, weights is null ? [] : network.LoadBody(weights));
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>What is minimized: the loss of the network's output and, if it has any, of its auxiliary heads.</summary>
    public static Objective ObjectiveOf(nn.Module<Tensor, Tensor> network, Loss? loss = null) => network is Classifier classifier
        ? Objective.Classification(network, classifier.ScoresOfAll, classifier.AuxiliaryWeights, loss)
        : Objective.Classification(network, loss);

    /// <summary>The modules of each layer group, the new classifier last.</summary>
    public static IReadOnlyList<IReadOnlyList<nn.Module>> LayerGroupsOf(nn.Module network) => ((Classifier)network).LayerGroups;

    /// <summary>A network's normalization as the data library has it: by color, for pixels in [0,1].</summary>
    public static Normalization NormalizationOf(InputNormalization input)
    {
        var isBgr = input.Order is ChannelOrder.Bgr;
        return new() { Mean = ByColor(input.Mean), Deviation = ByColor(input.StandardDeviation), IsBlueFirst = isBgr };

        (float Red, float Green, float Blue) ByColor(IReadOnlyList<double> channels)
        {
            var (first, second, third) = ((float)(channels[0] / input.Range), (float)(channels[1] / input.Range), (float)(channels[2] / input.Range));
            return isBgr ? (third, second, first) : (first, second, third);
        }
    }

    /// <summary>The image size to train at: the requested one, or the network's own.</summary>
    /// <exception cref="ArgumentException">There is no such network, it cannot classify, or it needs larger images.</exception>
    public static int SizeFor(string name, int? wanted)
    {
        var input = NetworkCatalog.FindClassifier(name).Preprocessing;
        var size = wanted ?? input.ImageSize;
        return size >= input.LeastSize
            ? size
            : throw new ArgumentException($"{name} needs images of at least {input.LeastSize} pixels, not {size}: choose a larger image size or another network.", nameof(wanted));
    }
}
