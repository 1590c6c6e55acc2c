using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>Squeezes to a few channels with 1x1, then expands with 1x1 and 3x3 side by side.</summary>
/// <remarks>Source: Iandola et al., "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters", 2016, figure 1.</remarks>
internal sealed class Fire : Module<Tensor, Tensor>, IFoldable
{
    private readonly Conv2d squeeze;
    private readonly Conv2d expand1x1;
    private readonly Conv2d expand3x3;
    private readonly FoldingConvolution[] _folding;

    /// <param name="inputs">Input channels.</param>
    /// <param name="squeezed">Channels in between.</param>
    /// <param name="expanded">Output channels of each expansion; the block has twice as many.</param>
    public Fire(int inputs, int squeezed, int expanded)
        : base(nameof(Fire))
    {
        squeeze = Conv2d(inputs, squeezed, 1L);
        expand1x1 = Conv2d(squeezed, expanded, 1L);
        expand3x3 = Conv2d(squeezed, expanded, 3L, padding: 1L);
        RegisterComponents();
        _folding = [new(squeeze), new(expand1x1), new(expand3x3)];
    }

    /// <summary>[N,C,H,W] to [N,2 x expanded,H,W].</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = _folding[0].Forward(input);
        return cat([_folding[1].Forward(x), _folding[2].Forward(x)], 1).MoveToOuterDisposeScope();
    }

    void IFoldable.Fold() => Array.ForEach(_folding, convolution => convolution.Fold());

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Array.ForEach(_folding, convolution => convolution.Dispose());
        base.Dispose(disposing);
    }
}
