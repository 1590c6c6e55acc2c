using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>A classifier with further classifiers part of the way, which help to train its first layers.</summary>
public interface IAuxiliaryHeads : IClassifier
{
    /// <summary>How much each auxiliary loss counts beside the last layer's 1, as published; empty where the network was made without.</summary>
    IReadOnlyList<double> AuxiliaryWeights { get; }

    /// <summary>All class scores before softmax.</summary>
    /// <param name="input">As for the network itself.</param>
    /// <returns>[N,classes] each: the last layer's first, then the auxiliary heads', from the image inward.</returns>
    IReadOnlyList<Tensor> ScoresOfAll(Tensor input);
}
