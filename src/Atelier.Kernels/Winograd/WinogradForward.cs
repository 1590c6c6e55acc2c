using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>The way forward through a frozen 3x3 convolution of stride 1.</summary>
internal interface IForwardConvolution : IDisposable
{
    /// <summary>max(0, conv(input) + bias + addend), or without the maximum.</summary>
    /// <param name="input">[N,C,H,W], channels last.</param>
    /// <param name="relu">Whether to clip at zero.</param>
    /// <param name="addend">[N,K,H',W'], channels last; or null.</param>
    /// <returns>[N,K,H',W'], channels last.</returns>
    Tensor Forward(Tensor input, bool relu, Tensor? addend);
}

/// <summary>When a forward convolution is worth the detour through the Winograd domain, and by which kernels.</summary>
internal static class WinogradForward
{
    // The transformed filter is four times as large: for a few tiles, it takes longer to read it than to multiply by it, unless it is small.
    private const int ManyTiles = 48;
    private const int SmallFilter = 128 * 128;

    // A share of the products: where more of them are for pixels outside the image or threads that have nothing left to do, direct sums are faster.
    private const double LeastUse = 0.5;

    /// <summary>Whether it is faster than a direct convolution by oneDNN.</summary>
    /// <param name="weight">[K,C,R,S].</param>
    /// <param name="image">[N,C,H,W].</param>
    /// <param name="padding">Zeros on each side: 0 or 1.</param>
    /// <param name="kind">The kernels.</param>
    public static bool Pays(long[] weight, long[] image, int padding, KernelKind kind)
    {
        if (kind is KernelKind.Torch || weight is not [var filters, var channels, 3, 3]
            || !WinogradFilter.Supports(channels, filters) || !WinogradFilter.IsKept((int)channels, (int)filters))
            return false;
        var size = Output(image, padding);
        if (size.Tiles < ManyTiles && channels * filters > SmallFilter)
            return false;
        var blocks = (size.Tiles + MatrixKernel.Rows - 1) / MatrixKernel.Rows;
        var rounds = (blocks + get_num_threads() - 1) / get_num_threads();
        var computed = 16.0 * MatrixKernel.Rows * rounds * get_num_threads();
        return size.Batch * size.Height * size.Width >= LeastUse * computed;
    }

    /// <param name="weight">[K,C,3,3]; kept but not owned.</param>
    /// <param name="bias">[K]; likewise.</param>
    /// <param name="padding">Zeros on each side: 0 or 1.</param>
    /// <param name="kind">The kernels.</param>
    public static IForwardConvolution Create(Tensor weight, Tensor bias, int padding, KernelKind kind) => kind switch
    {
        KernelKind.Avx512 => new WinogradForward<Lanes16>(weight, bias, padding),
        KernelKind.Avx2 => new WinogradForward<Lanes8>(weight, bias, padding),
        KernelKind.Neon => new WinogradForward<Lanes4>(weight, bias, padding),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "libtorch has none."),
    };

    /// <summary>N, H' and W' of the output for an image [N,C,H,W].</summary>
    public static ImageSize Output(long[] image, int padding) => new((int)image[0], (int)image[2] - 2 + 2 * padding, (int)image[3] - 2 + 2 * padding);
}

/// <summary>That convolution, for one width of vectors.</summary>
internal sealed unsafe class WinogradForward<T> : IForwardConvolution
    where T : unmanaged, ILanes<T>
{
    private readonly WinogradFilter<T> _filter;
    private readonly Tensor _values;
    private readonly Tensor _bias;
    private readonly int _padding;

    public WinogradForward(Tensor weight, Tensor bias, int padding)
    {
        using var scope = NewDisposeScope();
        _filter = new(weight.contiguous(), isTurned: false);
        _values = _filter.Kept;
        (_bias, _padding) = (bias, padding);
    }

    /// <inheritdoc/>
    public Tensor Forward(Tensor input, bool relu, Tensor? addend)
    {
        using var scope = NewDisposeScope();
        var image = Layout.ChannelsLast(input);                                                 // [N,H,W,C]
        var added = addend is null ? null : Layout.ChannelsLast(addend);                        // [N,H',W',K]
        var size = WinogradForward.Output(input.shape, _padding);
        var output = empty(size.Batch, size.Height, size.Width, _filter.Out);                   // [N,H',W',K]
        var sink = new ImageSink<T>(Pointer.To(output), size, _filter.Out, new(Pointer.To(_bias), Pointer.ToOptional(added), relu, null));
        var source = new ImageTiles<T>(Pointer.To(image), size, _filter.In, PaddingMode.Zero, margin: 1 - _padding);
        new WinogradPass<T, ImageTiles<T>, ImageSink<T>>(_filter, Pointer.To(_values), source, sink).Run();
        return Layout.Planes(output).MoveToOuterDisposeScope();                                 // [N,K,H',W']
    }

    /// <inheritdoc/>
    public void Dispose() => _filter.Dispose();
}
