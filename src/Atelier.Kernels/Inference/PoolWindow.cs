using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Atelier.Kernels;

/// <summary>A pool of overlapping windows, as classifiers have them.</summary>
/// <param name="Mode">How a window becomes one value.</param>
/// <param name="Side">Of the window, in pixels.</param>
/// <param name="Stride">From one window to the next.</param>
/// <param name="Padding">On each side.</param>
/// <param name="IsCeiling">Whether a last window may reach beyond the padding.</param>
/// <param name="CountsPadding">Whether a mean takes the padding for zeros, rather than leave it out.</param>
internal sealed record PoolWindow(PoolingMode Mode, int Side, int Stride, int Padding = 0, bool IsCeiling = false, bool CountsPadding = false)
{
    /// <summary>[N,C,H,W] to [N,C,H',W'].</summary>
    /// <remarks>libtorch's own maximum notes where each came from, and its mean goes through the window pixel by pixel: ours is faster, but has no gradient.</remarks>
    public Tensor Apply(Tensor input) => Apply(input, KernelChoice.Kind);

    /// <summary>As <see cref="Apply(Tensor)"/>, by the kernels that are named.</summary>
    internal Tensor Apply(Tensor input, KernelKind kind) => (Fits(input) ? kind : KernelKind.Torch) switch
    {
        KernelKind.Avx512 => WindowKernel<Lanes16>.Pool(this, input),
        KernelKind.Avx2 => WindowKernel<Lanes8>.Pool(this, input),
        KernelKind.Neon => WindowKernel<Lanes4>.Pool(this, input),
        _ when Mode is PoolingMode.Max => max_pool2d(input, Side, Stride, Padding, ceil_mode: IsCeiling),
        _ => avg_pool2d(input, Side, Stride, Padding, IsCeiling, CountsPadding),
    };

    /// <summary>Pixels of the output along one side; a window beyond the edge begins within the image or its padding before it.</summary>
    internal int Outputs(long size)
    {
        var room = (int)size + 2 * Padding - Side;
        var count = (room + (IsCeiling ? Stride - 1 : 0)) / Stride + 1;
        return (count - 1) * Stride >= size + Padding ? count - 1 : count;
    }

    // A mean beyond the padding is counted in ways of its own.
    private bool Fits(Tensor input) =>
        input.device_type is DeviceType.CPU && input.dtype is ScalarType.Float32 && !(input.requires_grad && is_grad_enabled())
        && input.shape is [_, var channels, var height, var width] && channels % 16 == 0 && height + 2 * Padding >= Side && width + 2 * Padding >= Side
        && !(IsCeiling && Mode is PoolingMode.Average);
}
