using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>
/// A network from images [N,3,H,W] to class scores [N,classes] that says all a trainer must know of it: how its input is prepared, which
/// layers learn alike, which auxiliary heads help it learn.
/// </summary>
/// <remarks><see cref="NetworkCatalog"/> makes those that Atelier has, by name; a network of your own derives from this.</remarks>
/// <param name="name">The module's name.</param>
public abstract class Classifier(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>How images become the network's input.</summary>
    public abstract Preprocessing Preprocessing { get; }

    /// <summary>What an image passes through, one after another, up to the last features; those with a name can be tapped.</summary>
    public abstract IReadOnlyList<Step> Stages { get; }

    /// <summary>The modules of each layer group, first layers first, what depends on the classes last: each parameter is in exactly one.</summary>
    public abstract IReadOnlyList<IReadOnlyList<nn.Module>> LayerGroups { get; }

    /// <summary>How much the loss of each auxiliary head counts beside the last layer's 1, as published; empty, the default, without such heads.</summary>
    public virtual IReadOnlyList<double> AuxiliaryWeights => [];

    /// <summary>All class scores before softmax.</summary>
    /// <param name="input">As for the network itself.</param>
    /// <returns>[N,classes] each: the last layer's first, then the auxiliary heads', from the image inward.</returns>
    public virtual IReadOnlyList<Tensor> ScoresOfAll(Tensor input) => [call(input)];
}
