using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>
/// A network from images [N,3,H,W] to class scores [N,classes] that carries everything a trainer needs to know: how its input is
/// prepared, which layers learn at the same rate, which auxiliary heads help it learn.
/// </summary>
/// <remarks><see cref="NetworkCatalog"/> creates the ones that Atelier has, by name; derive from this for a network of your own.</remarks>
/// <param name="name">The module's name.</param>
public abstract class Classifier(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>How images become the network's input.</summary>
    public abstract Preprocessing Preprocessing { get; }

    /// <summary>What an image passes through in order, up to the last features; stages with a name can be tapped.</summary>
    public abstract IReadOnlyList<Step> Stages { get; }

    /// <summary>The modules of each layer group, first layers first, and the layers that depend on the classes last; each parameter is in exactly one group.</summary>
    public abstract IReadOnlyList<IReadOnlyList<nn.Module>> LayerGroups { get; }

    /// <summary>How much the loss of each auxiliary head counts, where the last layer's counts 1, as published; empty, the default, without such heads.</summary>
    public virtual IReadOnlyList<double> AuxiliaryWeights => [];

    /// <summary>All class scores before softmax.</summary>
    /// <param name="input">As for the network itself.</param>
    /// <returns>[N,classes] each: the last layer's first, then the auxiliary heads', from the image inward.</returns>
    public virtual IReadOnlyList<Tensor> ScoresOfAll(Tensor input) => [call(input)];

    /// <summary>Loads a weight file, strictly: no tensor may be missing, and none may be left over, except for auxiliary heads that a file lacks.</summary>
    /// <param name="path">A .safetensors file, or one that PyTorch saved: torchvision's, timm's or Cadene's names.</param>
    /// <exception cref="WeightFileException">The file cannot be read, or belongs to another network; the message names the tensors.</exception>
    public void LoadWeights(string path) => ClassifierCheckpoint.Load(this, path);

    /// <summary>Starts fine-tuning: loads a weight file, but leaves the layers that depend on the classes as they are if the file has other classes.</summary>
    /// <param name="path">As for <see cref="LoadWeights"/>.</param>
    /// <returns>The modules that were left as they are, such as <c>fc</c>; none if the file has everything.</returns>
    /// <exception cref="WeightFileException">The file cannot be read, or belongs to another network.</exception>
    public IReadOnlyList<string> LoadBody(string path) => ClassifierCheckpoint.LoadBody(this, path);

    /// <summary>
    /// Makes a trained network faster to evaluate: puts it into evaluation mode, and evaluates each convolution and the batch norm after it
    /// as one, channels last. Outputs are the same except for rounding; the state dict and training are unaffected, though the weights
    /// become other objects. Call it again after the weights have changed.
    /// </summary>
    /// <remarks>Batch norm is folded in the catalog's networks only.</remarks>
    public void PrepareForInference() => InferenceFolding.Apply(this);
}
