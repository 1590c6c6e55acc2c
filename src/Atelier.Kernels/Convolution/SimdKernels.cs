using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>The encoder's operations in our own kernels; what has none goes to libtorch.</summary>
internal sealed unsafe class SimdKernels<T> : IKernels
    where T : unmanaged, ILanes<T>
{
    public static SimdKernels<T> Instance { get; } = new();

    public IConvolution Convolution(Tensor weight, Tensor bias, PaddingMode padding) => (weight.shape[1], weight.shape[0]) switch
    {
        var (channels, filters) when WinogradFilter.Supports(channels, filters) && WinogradFilter.Supports(filters, channels) =>
            new WinogradConvolution<T>(weight, bias, padding),
        var (channels, filters) when ImageConvolution<T>.Supports(channels, filters) => new ImageConvolution<T>(weight, bias, padding),
        _ => TorchKernels.Instance.Convolution(weight, bias, padding),
    };

    public Tensor Pool(Tensor input, PoolingMode mode, Workspace workspace)
    {
        if (KernelFor(input) is not { } kernel)
            return TorchKernels.Instance.Pool(input, mode, workspace);
        var output = workspace.Rent(input.shape[0], input.shape[1] / 2, input.shape[2] / 2, input.shape[3]);
        kernel.Forward(Pointer.To(input), Pointer.To(output), mode);
        return output;
    }

    public Tensor PoolBackward(Tensor gradient, Tensor input, Tensor? addend, PoolingMode mode, Workspace workspace)
    {
        if (KernelFor(input) is not { } kernel)
            return TorchKernels.Instance.PoolBackward(gradient, input, addend, mode, workspace);
        var output = workspace.Rent(input.shape);
        var added = Pointer.ToOptional(addend);
        kernel.Backward(Pointer.To(gradient), Pointer.To(input), added, Pointer.To(output), mode);
        return output;
    }

    private static PoolKernel<T>? KernelFor(Tensor input) =>
        input.shape[3] % 16 == 0 ? new((int)input.shape[0], (int)input.shape[1], (int)input.shape[2], (int)input.shape[3]) : null;
}
