using Atelier.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>SqueezeNet 1.1 with torchvision's structure and state-dict names: AlexNet's accuracy with 1.2 million parameters.</summary>
/// <remarks>Source: Iandola et al. 2016, and the authors' release 1.1. Weights start like torchvision's: Kaiming uniform, the last layer normal with deviation 0.01.</remarks>
internal sealed class SqueezeNetwork : Classifier, IFoldable
{
    internal static readonly Preprocessing Input = new(224, InputNormalization.ImageNet);

    private readonly Sequential features;
    private readonly Sequential classifier;
    private readonly FoldingConvolution _first;
    private readonly FoldingConvolution _last;

    /// <param name="classes">Number of classes, 1 or more.</param>
    public SqueezeNetwork(int classes = 1000)
        : base(nameof(SqueezeNetwork))
    {
        var (first, last) = (Conv2d(3, 64, 3L, 2L), Conv2d(512, Require.Positive(classes), 1L));
        features = Sequential(
            ("0", first), ("1", ReLU()), ("2", Halve()),
            ("3", new Fire(64, 16, 64)), ("4", new Fire(128, 16, 64)), ("5", Halve()),
            ("6", new Fire(128, 32, 128)), ("7", new Fire(256, 32, 128)), ("8", Halve()),
            ("9", new Fire(256, 48, 192)), ("10", new Fire(384, 48, 192)), ("11", new Fire(384, 64, 256)), ("12", new Fire(512, 64, 256)));
        classifier = Sequential(("0", Dropout(0.5)), ("1", last), ("2", ReLU()));
        RegisterComponents();
        (_first, _last) = (new(first), new(last));
        foreach (var convolution in modules().OfType<Conv2d>().Where(convolution => !ReferenceEquals(convolution, last)))
            init.kaiming_uniform_(convolution.weight!);
        init.normal_(last.weight!, 0, 0.01);
        foreach (var convolution in modules().OfType<Conv2d>())
            init.zeros_(convolution.bias!);
        var layers = features.children().ToList();
        // The first convolution computes its ReLU, too.
        Stages =
        [
            ("features.1", new Computation("Stem", image => _first.Forward(image))),
            .. features.named_children().Skip(2).Select(child => new Step(child.module is Fire ? $"features.{child.name}" : null, (Module<Tensor, Tensor>)child.module)),
        ];
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
        var x = functional.dropout(Stages.Run(input), 0.5, training);                // [N,512,H/16,W/16]
        return _last.Forward(x).mean([2, 3]).MoveToOuterDisposeScope();             // [N,classes]
    }

    void IFoldable.Fold()
    {
        _first.Fold();
        _last.Fold();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // Null if the constructor threw: torch still finalizes the module, and an exception there ends the process.
        _first?.Dispose();
        _last?.Dispose();
        base.Dispose(disposing);
    }

    private static Module<Tensor, Tensor> Halve() => Steps.HalvingMaximum(ceiling: true);
}
