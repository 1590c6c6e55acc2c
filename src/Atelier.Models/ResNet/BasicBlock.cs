using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>relu(x + bn(3x3(relu(bn(3x3(x)))))), as in ResNet-18 and 34.</summary>
internal sealed class BasicBlock : Module<Tensor, Tensor>, IFoldable
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Sequential? downsample;
    private readonly FoldingConvolution[] _folding;

    public BasicBlock(int channels, int width, int stride)
        : base(nameof(BasicBlock))
    {
        conv1 = Conv2d(channels, width, 3, stride, padding: 1, bias: false);
        bn1 = new(width);
        conv2 = Conv2d(width, width, 3, padding: 1, bias: false);
        bn2 = new(width);
        downsample = Shortcut.Between(channels, width, stride);
        RegisterComponents();
        _folding = [new(conv1, bn1), new(conv2, bn2), .. Shortcut.Folding(downsample)];
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = _folding[0].Forward(input);
        var shortcut = downsample is null ? input : _folding[2].Forward(input, relu: false);
        return _folding[1].Forward(x, shortcut).MoveToOuterDisposeScope();
    }

    public void Fold() => Array.ForEach(_folding, convolution => convolution.Fold());

    protected override void Dispose(bool disposing)
    {
        Array.ForEach(_folding, convolution => convolution.Dispose());
        base.Dispose(disposing);
    }
}

/// <summary>relu(x + bn(1x1(relu(bn(3x3(relu(bn(1x1(x)))))))), as in ResNet-50; the 3x3 has the stride, as in torchvision.</summary>
internal sealed class Bottleneck : Module<Tensor, Tensor>, IFoldable
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Conv2d conv3;
    private readonly BatchNorm2d bn3;
    private readonly Sequential? downsample;
    private readonly FoldingConvolution[] _folding;

    public Bottleneck(int channels, int width, int stride)
        : base(nameof(Bottleneck))
    {
        conv1 = Conv2d(channels, width, 1, bias: false);
        bn1 = new(width);
        conv2 = Conv2d(width, width, 3, stride, padding: 1, bias: false);
        bn2 = new(width);
        conv3 = Conv2d(width, 4 * width, 1, bias: false);
        bn3 = new(4 * width);
        downsample = Shortcut.Between(channels, 4 * width, stride);
        RegisterComponents();
        _folding = [new(conv1, bn1), new(conv2, bn2), new(conv3, bn3), .. Shortcut.Folding(downsample)];
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = _folding[1].Forward(_folding[0].Forward(input));
        var shortcut = downsample is null ? input : _folding[3].Forward(input, relu: false);
        return _folding[2].Forward(x, shortcut).MoveToOuterDisposeScope();
    }

    public void Fold() => Array.ForEach(_folding, convolution => convolution.Fold());

    protected override void Dispose(bool disposing)
    {
        Array.ForEach(_folding, convolution => convolution.Dispose());
        base.Dispose(disposing);
    }
}

/// <summary>The shortcut around a block that changes the shape.</summary>
internal static class Shortcut
{
    /// <summary>1x1 convolution and batch norm; null if the input can be added as it is.</summary>
    public static Sequential? Between(int channels, int outputs, int stride) => stride == 1 && channels == outputs
        ? null
        : Sequential(("0", Conv2d(channels, outputs, 1, stride, bias: false)), ("1", new BatchNorm2d(outputs)));

    /// <summary>Its one convolution and batch norm, if there are any.</summary>
    public static IEnumerable<FoldingConvolution> Folding(Sequential? downsample) =>
        downsample?.children().ToArray() is [Conv2d convolution, BatchNorm2d norm] ? [new(convolution, norm)] : [];
}
