using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>relu(bn(conv(x))), like every convolution of the Inception networks; torchvision's and Cadene's <c>BasicConv2d</c>.</summary>
/// <remarks>Names: <c>conv.weight</c>, <c>bn.*</c>. The batch norm's eps is 1e-3, as in the authors' TensorFlow.</remarks>
internal sealed class ConvBnRelu : Module<Tensor, Tensor>, IFoldable
{
    private readonly Conv2d conv;
    private readonly BatchNorm2d bn;
    private readonly FoldingConvolution _folding;

    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="kernel">Height and width.</param>
    /// <param name="stride">1 by default.</param>
    /// <param name="padding">Height and width; none by default.</param>
    public ConvBnRelu(int inputs, int outputs, (int H, int W) kernel, int stride = 1, (int H, int W) padding = default)
        : base(nameof(ConvBnRelu))
    {
        conv = Conv2d(inputs, outputs, kernel, (stride, stride), ((long, long)?)(padding.H, padding.W), bias: false);
        bn = new(outputs, epsilon: 1e-3);
        RegisterComponents();
        _folding = new(conv, bn);
    }

    /// <summary>[N,C,H,W] to [N,outputs,H',W'].</summary>
    public override Tensor forward(Tensor input) => _folding.Forward(input);

    void IFoldable.Fold() => _folding.Fold();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _folding.Dispose();
        base.Dispose(disposing);
    }
}
