using Atelier.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>
/// A residual network for images of about 64 pixels that trains on a CPU in minutes: 0.3 million parameters, three
/// blocks like ResNet-18's at half the width.
/// </summary>
/// <remarks>Weights start like those of <see cref="ResNetwork"/>.</remarks>
internal sealed class SmallConvNet : Classifier, IFoldable
{
    internal static readonly Preprocessing Input = new(64, InputNormalization.ImageNet);

    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Sequential layers;
    private readonly Linear fc;
    private readonly FoldingConvolution _stem;

    /// <param name="classes">Number of classes, 1 or more.</param>
    public SmallConvNet(int classes = 10)
        : base(nameof(SmallConvNet))
    {
        Require.Positive(classes);
        conv1 = Conv2d(3, 32, 5, 2, padding: 2, bias: false);
        bn1 = new(32);
        var (first, second, third) = (new BasicBlock(32, 32, 2), new BasicBlock(32, 64, 2), new BasicBlock(64, 128, 2));
        layers = Sequential(("0", first), ("1", second), ("2", third));
        fc = Linear(128, classes);
        RegisterComponents();
        _stem = new(conv1, bn1);
        foreach (var convolution in modules().OfType<Conv2d>())
            init.kaiming_normal_(convolution.weight!, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU);
        Stages = [("conv1", new Computation("Stem", image => _stem.Forward(image))), ("layers.0", first), ("layers.1", second), ("layers.2", third)];
        LayerGroups = [[conv1, bn1, first, second], [third], [fc]];
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
        var x = Stages.Run(input);                                    // [N,128,H/16,W/16]
        return fc.call(x.mean([2, 3])).MoveToOuterDisposeScope();     // [N,classes]
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
