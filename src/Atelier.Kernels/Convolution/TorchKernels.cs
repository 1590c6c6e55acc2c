using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Atelier.Kernels;

/// <summary>The encoder's operations through libtorch, on any device: channels-last views, so that no layout is converted.</summary>
internal sealed class TorchKernels : IKernels
{
    public static TorchKernels Instance { get; } = new();

    public IConvolution Convolution(Tensor weight, Tensor bias, PaddingMode padding) => new TorchConvolution(weight, bias, padding);

    public Tensor Pool(Tensor input, PoolingMode mode, Workspace workspace)
    {
        using var scope = NewDisposeScope();
        var planes = Layout.Planes(input);                                                     // [N,C,H,W]
        var pooled = mode is PoolingMode.Max ? max_pool2d(planes, 2) : avg_pool2d(planes, 2);  // [N,C,H/2,W/2]
        return Layout.ChannelsLast(pooled).DetachFromDisposeScope();
    }

    public Tensor PoolBackward(Tensor gradient, Tensor input, Tensor? addend, PoolingMode mode, Workspace workspace)
    {
        using var scope = NewDisposeScope();
        var (outer, planes) = (Layout.Planes(gradient), Layout.Planes(input));
        var (height, width) = (planes.shape[2], planes.shape[3]);
        var spread = mode is PoolingMode.Max ? ToMaximum(outer, planes) : ToAll(outer, height, width);   // [N,C,H,W]
        var total = Layout.ChannelsLast(spread);   // [N,H,W,C]
        if (addend is not null)
            total = total + addend;
        return total.mul_(input.sign()).DetachFromDisposeScope();
    }

    private static Tensor ToMaximum(Tensor gradient, Tensor planes)
    {
        var (_, indices) = max_pool2d_with_indices(planes, [2, 2]);
        return zeros_like(planes).flatten(2).scatter(2, indices.flatten(2), gradient.flatten(2)).view_as(planes);
    }

    private static Tensor ToAll(Tensor gradient, long height, long width)
    {
        var spread = (gradient / 4).repeat_interleave(2, 2).repeat_interleave(2, 3);
        return pad(spread, [0, width - spread.shape[3], 0, height - spread.shape[2]]);
    }
}
