using TorchSharp;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>A convolution whose weights no longer change, with what follows it: max(0, conv(input) + bias + addend).</summary>
/// <remarks>
/// On the CPU it is computed by whichever is faster for the input's size: our Winograd kernels, or oneDNN with the weights in the order that
/// it wants, which libtorch would otherwise put them in at every call. Where gradients are recorded, libtorch's own operators compute it.
/// </remarks>
internal sealed class FrozenConvolution : IDisposable
{
    private readonly Tensor _weight;   // [K,C,R,S], channels last
    private readonly Tensor _bias;     // [K]
    private readonly long[] _stride;
    private readonly long[] _padding;
    private readonly Lock _preparing = new();
    private IForwardConvolution? _winograd;
    private PackedConvolution? _packed;

    /// <param name="weight">[K,C,R,S]; copied.</param>
    /// <param name="bias">[K]; copied.</param>
    /// <param name="stride">Down and across.</param>
    /// <param name="padding">Zeros above and below, left and right.</param>
    public FrozenConvolution(Tensor weight, Tensor bias, long[] stride, long[] padding)
    {
        (_stride, _padding) = (stride, padding);
        _weight = ChannelsLast.From(weight).DetachFromDisposeScope();
        _bias = bias.clone().DetachFromDisposeScope();
    }

    /// <summary>Where its weights are.</summary>
    public DeviceType Device => _weight.device_type;

    /// <param name="input">[N,C,H,W], channels last, or it is copied.</param>
    /// <param name="relu">Whether to clip at zero.</param>
    /// <param name="addend">[N,K,H',W'], added before; or null.</param>
    /// <returns>[N,K,H',W'], channels last.</returns>
    public Tensor Forward(Tensor input, bool relu, Tensor? addend = null)
    {
        if (input.device_type is not DeviceType.CPU || input.dtype is not ScalarType.Float32 || IsRecorded(input) || (addend is not null && IsRecorded(addend)))
            return ByTorch(input, relu, addend);
        using var scope = NewDisposeScope();
        var image = ChannelsLast.From(input);
        var added = addend is null ? null : ChannelsLast.From(addend);
        // One call at a time: what is packed for one size may be replaced for another.
        lock (_preparing)
            return Fastest(image, relu, added).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _weight.Dispose();
        _bias.Dispose();
        _winograd?.Dispose();
        _packed?.Dispose();
    }

    private static bool IsRecorded(Tensor tensor) => tensor.requires_grad && is_grad_enabled();

    private Tensor ByTorch(Tensor input, bool relu, Tensor? addend)
    {
        using var scope = NewDisposeScope();
        var output = nn.functional.conv2d(input, _weight, _bias, _stride, _padding);
        if (addend is not null)
            output.add_(addend, alpha: One);
        return (relu ? output.relu_() : output).MoveToOuterDisposeScope();
    }

    private Tensor Fastest(Tensor image, bool relu, Tensor? addend)
    {
        if (_stride is [1, 1] && _padding is [0, 0] or [1, 1] && WinogradForward.Pays(_weight.shape, image.shape, (int)_padding[0], KernelChoice.Kind))
            return (_winograd ??= WinogradForward.Create(_weight, _bias, (int)_padding[0], KernelChoice.Kind)).Forward(image, relu, addend);
        if (!OneDnn.IsThere)
            return ByTorch(image, relu, addend);
        if (_packed is null || !_packed.IsFor(image))
        {
            _packed?.Dispose();
            _packed = new(_weight, _bias, image.shape, _stride, _padding);
        }
        return _packed.Forward(image, relu, addend);
    }
}
