using Atelier.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>A convolution and the batch norm after it; both still belong to their module.</summary>
internal sealed class FoldingConvolution(Conv2d convolution, BatchNorm2d norm) : IDisposable
{
    private (Tensor Weight, Tensor Bias)? _folded;

    /// <summary>bn(conv(x)); in one step if folded and the batch norm is in evaluation mode.</summary>
    public Tensor Forward(Tensor input)
    {
        if (_folded is { } before && before.Weight.device_type != convolution.weight!.device_type)
            Fold();   // The module has been moved to another device.
        if (_folded is { } folded && !norm.training)
            return nn.functional.conv2d(input, folded.Weight, folded.Bias, convolution.stride, convolution.padding);
        using var x = convolution.call(input);
        return norm.call(x);
    }

    /// <summary>Folds a copy of the batch norm as it is now, so that the state dict does not change.</summary>
    public void Fold()
    {
        Dispose();
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var (weight, bias) = BatchNormFolding.Fold(convolution, norm);
        _folded = (ChannelsLast.From(weight).DetachFromDisposeScope(), bias.DetachFromDisposeScope());
    }

    /// <summary>Frees the folded copy.</summary>
    public void Dispose()
    {
        _folded?.Weight.Dispose();
        _folded?.Bias.Dispose();
        _folded = null;
    }
}
