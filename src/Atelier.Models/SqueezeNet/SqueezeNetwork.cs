using Atelier.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>SqueezeNet 1.1 with torchvision's structure and state-dict names: AlexNet's accuracy with 1.2 million parameters.</summary>
/// <remarks>Source: Iandola et al. 2016, and the authors' release 1.1. Weights start like torchvision's: Kaiming uniform, the last layer normal with deviation 0.01.</remarks>
internal sealed class SqueezeNetwork : Classifier
{
    internal static readonly Preprocessing Input = new(224, InputNormalization.ImageNet);

    private readonly Sequential features;
    private readonly Sequential classifier;

    /// <param name="classes">Number of classes, 1 or more.</param>
    public SqueezeNetwork(int classes = 1000)
        : base(nameof(SqueezeNetwork))
    {
        var last = Conv2d(512, Require.Positive(classes), 1L);
        features = Sequential(
            ("0", Conv2d(3, 64, 3L, 2L)), ("1", ReLU()), ("2", Halve()),
            ("3", new Fire(64, 16, 64)), ("4", new Fire(128, 16, 64)), ("5", Halve()),
            ("6", new Fire(128, 32, 128)), ("7", new Fire(256, 32, 128)), ("8", Halve()),
            ("9", new Fire(256, 48, 192)), ("10", new Fire(384, 48, 192)), ("11", new Fire(384, 64, 256)), ("12", new Fire(512, 64, 256)));
        classifier = Sequential(("0", Dropout(0.5)), ("1", last), ("2", ReLU()));
        RegisterComponents();
        foreach (var convolution in modules().OfType<Conv2d>().Where(convolution => !ReferenceEquals(convolution, last)))
            init.kaiming_uniform_(convolution.weight!);
        init.normal_(last.weight!, 0, 0.01);
        foreach (var convolution in modules().OfType<Conv2d>())
            init.zeros_(convolution.bias!);
        var layers = features.children().ToList();
        // The ReLU takes over a convolution's output: tap the ReLU.
        Stages = [.. features.named_children().Select(child => new Step(child.module is Fire or TorchSharp.Modules.ReLU ? $"features.{child.name}" : null, (Module<Tensor, Tensor>)child.module))];
        LayerGroups = [[.. layers.Take(6)], [.. layers.Skip(6)], [classifier]];
    }

    /// <inheritdoc/>
    public override Preprocessing Preprocessing => Input;

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Stages { get; }

    /// <summary>Up to the second Fire block, the others, the classifier.</summary>
    public override IReadOnlyList<IReadOnlyList<Module>> LayerGroups { get; }

    /// <summary>Class scores before softmax.</summary>
    /// <param name="input">[N,3,H,W], normalized, H and W at least 21.</param>
    /// <returns>[N,classes].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return classifier.call(features.call(input)).mean([2, 3]).MoveToOuterDisposeScope();
    }

    private static MaxPool2d Halve() => MaxPool2d(3, 2, ceil_mode: true);
}
