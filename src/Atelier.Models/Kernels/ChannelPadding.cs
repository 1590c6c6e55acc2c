using Atelier.Models.Kernels.Winograd;
using static TorchSharp.torch;

namespace Atelier.Models.Kernels;

/// <summary>Gives an image's three channels to a kernel that works on many at a time, by channels of zeros.</summary>
internal sealed class ChannelPadding : IConvolution
{
    private readonly WinogradConvolution _convolution;
    private readonly long _channels;

    /// <param name="weight">[K,C,3,3] with K a multiple of 32 and C less than 32.</param>
    /// <param name="bias">[K].</param>
    /// <param name="padding">What stands beyond the border.</param>
    public ChannelPadding(Tensor weight, Tensor bias, PaddingMode padding)
    {
        using var scope = NewDisposeScope();
        _channels = weight.shape[1];
        _convolution = new(nn.functional.pad(weight, [0, 0, 0, 0, 0, WinogradFilter.Panel - _channels]), bias, padding);
    }

    public Tensor Forward(Tensor input, bool relu, Workspace workspace)
    {
        using var scope = NewDisposeScope();
        var padded = workspace.Rent(input.shape[0], input.shape[1], input.shape[2], WinogradFilter.Panel);   // [N,H,W,32]
        padded.zero_().narrow(3, 0, _channels).copy_(input);
        var output = _convolution.Forward(padded, relu, workspace);
        workspace.Return(padded);
        return output;
    }

    public Tensor Backward(Tensor gradient, Tensor? addend, Tensor? mask, Workspace workspace)
    {
        using var scope = NewDisposeScope();
        var padded = _convolution.Backward(gradient, null, null, workspace);   // [N,H,W,32]
        var result = padded.narrow(3, 0, _channels).contiguous();              // [N,H,W,C]
        workspace.Return(padded);
        if (addend is not null)
            result.add_(addend);
        if (mask is not null)
            result.mul_(mask.sign());
        return result.DetachFromDisposeScope();
    }

    public void Dispose() => _convolution.Dispose();
}
