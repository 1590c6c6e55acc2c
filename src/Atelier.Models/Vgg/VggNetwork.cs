using Atelier.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>A VGG network with torchvision's structure and state-dict names (<c>features.0.weight</c>, <c>classifier.6.bias</c>).</summary>
/// <remarks>
/// Source: Simonyan and Zisserman 2015. Departs from the paper, as torchvision does: batch norm in the _bn variants, and
/// adaptive average pooling to 7x7 before the classifier, so that any input of at least 32 px works. Weights start like torchvision's:
/// convolutions normal with variance 2 / fan-out, linear layers normal with deviation 0.01, drawn with torch's random numbers.
/// </remarks>
internal sealed class VggNetwork : Classifier
{
    internal static readonly Preprocessing Input = new(224, InputNormalization.ImageNet);

#pragma warning disable CA1051, SA1401, IDE1006 // Field names are state-dict keys.
    /// <summary>The convolutional part: [N,3,H,W] to [N,512,H/32,W/32].</summary>
    public readonly Sequential features;

    /// <summary>Three linear layers with dropout: [N,512*7*7] to [N,classes].</summary>
    public readonly Sequential classifier;
#pragma warning restore CA1051, SA1401, IDE1006

    private readonly AdaptiveAvgPool2d _averagePool;

    /// <param name="variant">Which member of the family; one with all five blocks.</param>
    /// <param name="classes">Number of classes; 1 or more.</param>
    public VggNetwork(VggVariant variant, int classes = 1000)
        : base(nameof(VggNetwork))
    {
        features = BuildFeatures(variant);
        classifier = Sequential(
            ("0", Linear(512 * 7 * 7, 4096)), ("1", ReLU(inplace: true)), ("2", Dropout()),
            ("3", Linear(4096, 4096)), ("4", ReLU(inplace: true)), ("5", Dropout()),
            ("6", Linear(4096, Require.Positive(classes))));
        RegisterComponents();
        _averagePool = AdaptiveAvgPool2d([7, 7]);
        Initialize();
        var layers = features.children().Cast<Module<Tensor, Tensor>>().ToList();
        // The ReLUs here work in place, so the layers before them cannot be tapped.
        Stages = [.. layers.Zip(variant.Layers, (module, layer) => new Step(layer.Kind is VggLayerKind.ReLU or VggLayerKind.Pool ? layer.Name : null, module))];
        var half = variant.IndexOf("pool3") + 1;
        var linear = classifier.children().ToList();
        LayerGroups = [[.. layers.Take(half)], [.. layers.Skip(half), .. linear.SkipLast(1)], [linear[^1]]];
    }

    /// <inheritdoc/>
    public override Preprocessing Preprocessing => Input;

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Stages { get; }

    /// <summary>The first three blocks; the others with the first two linear layers; the last one.</summary>
    public override IReadOnlyList<IReadOnlyList<Module>> LayerGroups { get; }

    /// <summary>Only the convolutional part, optionally only up to a layer.</summary>
    /// <param name="variant">Which member of the family.</param>
    /// <param name="through">The last layer to build, by name or child index; null for all.</param>
    public static Sequential BuildFeatures(VggVariant variant, string? through = null)
    {
        var count = through is null ? variant.Layers.Count : variant.IndexOf(through) + 1;
        return Sequential(variant.Layers.Take(count).Select((layer, index) => (index.ToString(), Build(layer))));
    }

    /// <summary>Class scores before softmax.</summary>
    /// <param name="input">[N,3,H,W], normalized, H and W at least 32.</param>
    /// <returns>[N,classes].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var pooled = _averagePool.call(features.call(input));                  // [N,512,7,7]
        return classifier.call(pooled.flatten(1)).MoveToOuterDisposeScope();   // [N,classes]
    }

    private static Module<Tensor, Tensor> Build(VggLayer layer) => layer.Kind switch
    {
        VggLayerKind.Convolution => Conv2d(layer.In, layer.Out, 3, padding: 1),
        VggLayerKind.BatchNorm => new BatchNorm2d(layer.Out),
        VggLayerKind.ReLU => ReLU(inplace: true),
        _ => MaxPool2d(2, stride: 2),
    };

    private void Initialize()
    {
        foreach (var convolution in features.children().OfType<Conv2d>())
        {
            init.kaiming_normal_(convolution.weight!, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU);
            init.zeros_(convolution.bias!);
        }
        foreach (var linear in classifier.children().OfType<Linear>())
        {
            init.normal_(linear.weight!, 0, 0.01);
            init.zeros_(linear.bias!);
        }
    }
}
