using static Atelier.Core.Numbers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Atelier.Kernels;

/// <summary>A frozen 3x3 convolution through libtorch.</summary>
/// <remarks>
/// The way back is a convolution too, with the filter turned by 180 degrees and its channels swapped: it is prepared once,
/// where autograd would do so at every step.
/// </remarks>
internal sealed class TorchConvolution : IConvolution
{
    private readonly Tensor _weight;   // [K,C,3,3]
    private readonly Tensor _turned;   // [C,K,3,3]
    private readonly Tensor _bias;     // [K]
    private readonly PaddingMode _padding;

    public TorchConvolution(Tensor weight, Tensor bias, PaddingMode padding)
    {
        using var scope = NewDisposeScope();
        _weight = ToChannelsLast(weight).DetachFromDisposeScope();
        _turned = ToChannelsLast(weight.flip(2, 3).transpose(0, 1)).DetachFromDisposeScope();
        _bias = bias.clone().DetachFromDisposeScope();
        _padding = padding;
    }

    public Tensor Forward(Tensor input, bool relu, Workspace workspace)
    {
        using var scope = NewDisposeScope();
        var planes = Layout.Planes(input);
        var output = _padding is PaddingMode.Zero
            ? conv2d(planes, _weight, _bias, padding: [1, 1])
            : conv2d(pad(planes, [1, 1, 1, 1], TorchSharp.PaddingModes.Reflect), _weight, _bias);
        return Layout.ChannelsLast(relu ? output.relu_() : output).DetachFromDisposeScope();
    }

    public Tensor Backward(Tensor gradient, Tensor? addend, Tensor? mask, Workspace workspace)
    {
        using var scope = NewDisposeScope();
        var planes = Layout.Planes(gradient);
        var output = _padding is PaddingMode.Zero
            ? Layout.ChannelsLast(conv2d(planes, _turned, padding: [1, 1]))
            : ReflectionFold.Apply(Layout.ChannelsLast(conv2d(planes, _turned, padding: [2, 2])), workspace);
        if (addend is not null)
            output.add_(addend, alpha: One);
        if (mask is not null)
            ReluMask.Apply(output, mask);
        return output.DetachFromDisposeScope();
    }

    public void Dispose()
    {
        _weight.Dispose();
        _turned.Dispose();
        _bias.Dispose();
    }

    // A physical [K,3,3,C] filter under a logical [K,C,3,3] view: then oneDNN takes image and filter as they lie.
    private static Tensor ToChannelsLast(Tensor weight) => weight.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}
