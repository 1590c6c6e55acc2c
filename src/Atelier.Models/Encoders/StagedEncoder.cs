using Atelier.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>A frozen classifier as an encoder: its stages can be tapped. Autograd does the backward pass.</summary>
internal sealed class StagedEncoder : FeatureEncoder
{
    private readonly Classifier _network;
    private readonly IReadOnlyList<Step> _stages;

    /// <param name="name">The network's name.</param>
    /// <param name="network">The network with its weights; the encoder takes ownership, and freezes and folds it.</param>
    /// <param name="options">Device and normalization; pooling and padding are the network's own.</param>
    public StagedEncoder(string name, Classifier network, EncoderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        (Name, _network, Normalization) = (name, network, options?.Normalization ?? network.Preprocessing.Normalization);
        Device = options?.Device ?? CPU;
        _network.to(Device);
        InferenceFolding.Apply(_network);
        foreach (var parameter in _network.parameters())
            parameter.requires_grad = false;
        _stages = network.Stages;
        Layers = [.. _stages.Select(stage => stage.Name).OfType<string>()];
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override Device Device { get; }

    /// <inheritdoc/>
    public override InputNormalization Normalization { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Layers { get; }

    /// <inheritdoc/>
    public override string Resolve(string layer) => Layers.Contains(layer)
        ? layer
        : throw new ArgumentException($"{Name} has no layer '{layer}' to tap: use one of {string.Join(", ", Layers)}.", nameof(layer));

    /// <inheritdoc/>
    public override EncoderPass Forward(Tensor image, IReadOnlyList<string> taps, bool isNormalized = false)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.shape is not [_, 3, _, _])
            throw new ShapeException("[N,3,H,W]", image.shape);
        return new StagedPass(_stages, isNormalized ? InputNormalization.None : Normalization, image, Device, [.. taps.Select(Resolve)]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _network.Dispose();
}
