using static Atelier.Core.Numbers;
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
        var output = workspace.Rent(input.shape);
        var (height, windows) = (input.shape[1], gradient.shape[1]);
        foreach (var (first, count) in ReluMask.Pieces(input, windows))
        {
            // The last row of an odd height belongs to no window, and goes with the last piece.
            var (top, rows) = (2 * first, first + count == windows ? height - 2 * first : 2 * count);
            using var piece = NewDisposeScope();
            var spread = Spread(Layout.Planes(gradient.narrow(1, first, count)), Layout.Planes(input.narrow(1, top, rows)), mode);
            output.narrow(1, top, rows).copy_(spread.permute(0, 2, 3, 1));
        }
        if (addend is not null)
            output.add_(addend, alpha: One);
        ReluMask.Apply(output, input);
        return output;
    }

    private static Tensor Spread(Tensor gradient, Tensor input, PoolingMode mode)
    {
        using var recorded = enable_grad();
        var variable = input.detach().requires_grad_();
        var pooled = mode is PoolingMode.Max ? max_pool2d(variable, 2) : avg_pool2d(variable, 2);
        pooled.backward([gradient]);   // with autograd.grad, an evaluation of VGG-19 at 256 px left 65 MB behind
        return variable.grad!;
    }
}
