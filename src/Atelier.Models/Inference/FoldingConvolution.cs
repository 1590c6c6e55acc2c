using Atelier.Kernels;
using TorchSharp.Modules;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>A convolution, the batch norm after it if there is one, and the ReLU after that; modules still belong to their module.</summary>
internal sealed class FoldingConvolution(Conv2d convolution, BatchNorm? norm = null) : IDisposable
{
    private FrozenConvolution? _folded;

    private bool IsTraining => norm?.training ?? convolution.training;

    /// <summary>relu(bn(conv(x)) + addend); in one step if folded and in evaluation mode.</summary>
    /// <param name="input">[N,C,H,W].</param>
    /// <param name="addend">As large as the output, or null.</param>
    /// <param name="relu">Whether there is a ReLU.</param>
    public Tensor Forward(Tensor input, Tensor? addend = null, bool relu = true)
    {
        if (_folded is { } before && before.Device != convolution.weight!.device_type)
            Fold();   // The module has been moved to another device.
        if (_folded is { } folded && !IsTraining)
            return folded.Forward(input, relu, addend);
        using var scope = NewDisposeScope();
        var x = convolution.call(input);
        x = norm?.call(x) ?? x;
        if (addend is not null)
            x.add_(addend, alpha: One);
        return (relu ? x.relu_() : x).MoveToOuterDisposeScope();
    }

    /// <summary>Folds a copy of the batch norm as it is now, so that the state dict does not change.</summary>
    public void Fold()
    {
        Dispose();
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var (weight, bias) = BatchNormFolding.Fold(convolution, norm);
        _folded = new(weight, bias, convolution.stride, convolution.padding!);
    }

    /// <summary>Frees the folded copy.</summary>
    public void Dispose()
    {
        _folded?.Dispose();
        _folded = null;
    }
}
