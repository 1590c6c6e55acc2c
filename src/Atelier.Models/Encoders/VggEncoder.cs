using Atelier.Core;
using Atelier.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>A VGG network's features, frozen: batch norm folded into the convolutions, channels last, buffers reused from pass to pass.</summary>
/// <remarks>
/// The backward pass is written out rather than recorded by autograd: the chain is known, each step needs only the ReLU's output,
/// and the input's gradient of a convolution is a convolution. The ReLUs can be tapped.
/// </remarks>
internal sealed class VggEncoder : FeatureEncoder
{
    private readonly VggVariant _variant;
    private readonly List<VggStage> _stages = [];
    private readonly IKernels _kernels;
    private readonly Workspace _workspace;
    private readonly EncoderOptions _options;
    private (long, long, long) _imageSize;

    /// <param name="variant">The network.</param>
    /// <param name="features">Its features, or the first few of them (<see cref="VggNetwork.BuildFeatures"/>); copied, not kept.</param>
    /// <param name="options">Pooling, padding, normalization and device.</param>
    public VggEncoder(VggVariant variant, Sequential features, EncoderOptions? options = null)
    {
        _variant = variant;
        _options = options ?? new();
        Normalization = _options.Normalization ?? InputNormalization.ImageNet;
        var hasChoice = _options is { Device.type: TorchSharp.DeviceType.CPU, Convolution: ConvolutionMethod.Winograd };
        _kernels = _options.Kernels ?? EncoderKernels.Of(hasChoice ? KernelChoice.Kind : KernelKind.Torch);
        _workspace = new(_options.Device, keeps: _kernels is not TorchKernels);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var children = features.children().ToArray();
        for (var index = 0; index < children.Length; index++)
        {
            switch (variant.Layers[index].Kind)
            {
                case VggLayerKind.Convolution:
                    var norm = index + 1 < children.Length ? children[index + 1] as BatchNorm : null;
                    var (weight, bias) = BatchNormFolding.Fold((Conv2d)children[index], norm);
                    var place = variant.Layers[index].Name["conv".Length..];
                    var convolution = _kernels.Convolution(weight.to(_options.Device), bias.to(_options.Device), _options.Padding);
                    _stages.Add(new($"relu{place}", variant.Layers[index].Out, convolution));
                    break;
                case VggLayerKind.Pool:
                    _stages.Add(new(variant.Layers[index].Name, variant.Layers[index].Out, Convolution: null));
                    break;
            }
        }
        Layers = [.. _stages.Where(stage => stage.Convolution is not null).Select(stage => stage.Name)];
    }

    /// <inheritdoc/>
    public override string Name => _variant.Name;

    /// <inheritdoc/>
    public override Device Device => _options.Device;

    /// <inheritdoc/>
    public override bool IsVgg => true;

    /// <inheritdoc/>
    public override InputNormalization Normalization { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Layers { get; }

    /// <inheritdoc/>
    internal override long KeptBytes => _workspace.KeptBytes;

    /// <inheritdoc/>
    public override string Resolve(string layer)
    {
        var name = _variant.Layers[_variant.IndexOf(layer)].Name;
        return Layers.Contains(name)
            ? name
            : throw new ArgumentException($"Layer '{layer}' of {Name} ({name}) cannot be tapped here: use one of {string.Join(", ", Layers)}.", nameof(layer));
    }

    /// <inheritdoc/>
    public override EncoderPass Forward(Tensor image, IReadOnlyList<string> taps, bool isNormalized = false)
    {
        if (image.shape is not [var n, 3, var height, var width])
            throw new ShapeException("[N,3,H,W]", image.shape);
        if (_imageSize != (n, height, width) && !KeepsSizes)
            _workspace.Clear();
        _imageSize = (n, height, width);
        var normalization = isNormalized ? InputNormalization.None : Normalization;
        return new VggPass(_stages, _kernels, _workspace, _options, normalization, image, [.. taps.Select(Resolve)], Resolve);
    }

    /// <inheritdoc/>
    internal override EncoderFootprint FootprintOf(IReadOnlyList<string> taps) => new(_stages, [.. taps.Select(Resolve)], Resolve);

    /// <inheritdoc/>
    public override void FreeBuffers()
    {
        _workspace.Clear();
        _imageSize = default;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (var stage in _stages)
            stage.Convolution?.Dispose();
        _workspace.Dispose();
    }
}
