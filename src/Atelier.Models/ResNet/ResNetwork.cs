using Atelier.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>A residual network with torchvision's structure and state-dict names (<c>layer1.0.conv1.weight</c>, <c>fc.bias</c>).</summary>
/// <remarks>
/// Source: He et al. 2016. Weights start like torchvision's: convolutions normal with variance 2 / fan-out, batch norm 1 and 0,
/// drawn with torch's random numbers.
/// </remarks>
internal sealed class ResNetwork : Classifier, IFoldable
{
    internal static readonly Preprocessing Input = new(224, InputNormalization.ImageNet);

    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Sequential layer4;
    private readonly Linear fc;
    private readonly FoldingConvolution _stem;

    /// <param name="variant">Which member of the family: <c>resnet18</c>, <c>resnet34</c> or <c>resnet50</c>.</param>
    /// <param name="classes">Number of classes, 1 or more.</param>
    /// <exception cref="ArgumentException">There is no such variant.</exception>
    public ResNetwork(string variant = "resnet18", int classes = 1000)
        : this(ResNetVariant.Named(variant), classes)
    {
    }

    internal ResNetwork(ResNetVariant variant, int classes)
        : base(nameof(ResNetwork))
    {
        Require.Positive(classes);
        conv1 = Conv2d(3, 64, 7, 2, padding: 3, bias: false);
        bn1 = new(64);
        var channels = 64;
        (layer1, layer2, layer3, layer4) = (Stage(0), Stage(1), Stage(2), Stage(3));
        fc = Linear(channels, classes);
        RegisterComponents();
        _stem = new(conv1, bn1);
        foreach (var convolution in modules().OfType<Conv2d>())
            init.kaiming_normal_(convolution.weight!, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU);
        Stages =
        [
            ("conv1", new Computation("Stem", image => _stem.Forward(image))),   // [N,64,H/2,W/2]
            Steps.Maximum(3, 2, 1),                                                          // [N,64,H/4,W/4]
            ("layer1", layer1), ("layer2", layer2), ("layer3", layer3), ("layer4", layer4),
        ];
        LayerGroups = [[conv1, bn1, layer1, layer2], [layer3, layer4], [fc]];

        Sequential Stage(int index)
        {
            var width = 64 << index;
            var blocks = new List<(string, Module<Tensor, Tensor>)>();
            for (var block = 0; block < variant.Depths[index]; block++)
            {
                var stride = block == 0 && index > 0 ? 2 : 1;
                blocks.Add(($"{block}", variant.HasBottlenecks ? new Bottleneck(channels, width, stride) : new BasicBlock(channels, width, stride)));
                channels = width * variant.Expansion;
            }
            return Sequential(blocks);
        }
    }

    /// <inheritdoc/>
    public override Preprocessing Preprocessing => Input;

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Stages { get; }

    /// <summary>The first half, the second half, the classifier.</summary>
    public override IReadOnlyList<IReadOnlyList<Module>> LayerGroups { get; }

    /// <summary>Class scores before softmax.</summary>
    /// <param name="input">[N,3,H,W], normalized, H and W at least 32.</param>
    /// <returns>[N,classes].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = Stages.Run(input);                                                // [N,512 or 2048,H/32,W/32]
        return fc.call(x.mean([2, 3])).MoveToOuterDisposeScope();                 // [N,classes]
    }

    void IFoldable.Fold() => _stem.Fold();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // Null if the constructor threw: torch still finalizes the module, and an exception there ends the process.
        _stem?.Dispose();
        base.Dispose(disposing);
    }
}
