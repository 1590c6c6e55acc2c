using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>A frozen 3x3 convolution by Winograd's F(4x4, 3x3): four times fewer multiplications than the direct sum.</summary>
/// <remarks>Departs from the direct sum by rounding only, about 1e-6 of the largest value.</remarks>
internal sealed unsafe class WinogradConvolution<T> : IPoolingConvolution
    where T : unmanaged, ILanes<T>
{
    private readonly WinogradFilter<T> _forward;
    private readonly Lazy<WinogradFilter<T>> _backward;
    private readonly Tensor _weight;
    private readonly Tensor _bias;
    private readonly PaddingMode _padding;
    private readonly Lazy<ReflectionFrame<T>>? _frame;

    public WinogradConvolution(Tensor weight, Tensor bias, PaddingMode padding)
    {
        using var scope = NewDisposeScope();
        _weight = weight.cpu().to(float32).contiguous().alias().DetachFromDisposeScope();
        _forward = new(_weight, isTurned: false);
        // Not where pictures only go forward.
        _backward = new(() => new(_weight, isTurned: true));
        _bias = bias.cpu().to(float32).clone().DetachFromDisposeScope();
        _padding = padding;
        _frame = padding is PaddingMode.Reflection ? new(() => new(_weight)) : null;
    }

    public Tensor Forward(Tensor input, bool relu, Workspace workspace)
    {
        var size = SizeOf(input);
        var output = workspace.Rent(size.Batch, size.Height, size.Width, _forward.Out);   // [N,H,W,K]
        var sink = new ImageSink<T>(Pointer.To(output), size, _forward.Out, new(Pointer.To(_bias), null, relu, null));
        Run(_forward, new ImageTiles<T>(Pointer.To(input), size, _forward.In, _padding), sink, workspace);
        return output;
    }

    public Pooled ForwardPooled(Tensor input, PoolingMode mode, Workspace workspace)
    {
        var size = SizeOf(input);
        var output = workspace.Rent(size.Batch, size.Height / 2, size.Width / 2, _forward.Out);   // [N,H/2,W/2,K]
        var gates = workspace.Rent(output.numel() / 8);   // 64 bits for each 16 values
        var sink = new PooledSink<T>(Pointer.To(output), (ulong*)Pointer.To(gates), Pointer.To(_bias), size, _forward.Out, mode);
        Run(_forward, new ImageTiles<T>(Pointer.To(input), size, _forward.In, _padding), sink, workspace);
        return new(output, gates, size.Height, size.Width, mode);
    }

    public Tensor Backward(Tensor gradient, Tensor? addend, Tensor? mask, Workspace workspace)
    {
        var source = new ImageTiles<T>(Pointer.To(gradient), SizeOf(gradient), _backward.Value.In, PaddingMode.Zero);
        return Backward(source, addend, mask, workspace);
    }

    public Tensor BackwardPooled(Tensor gradient, Pooled pooled, Tensor? addend, Tensor? mask, Workspace workspace)
    {
        var size = new ImageSize((int)gradient.shape[0], pooled.Height, pooled.Width);
        var source = new UnpooledTiles<T>(Pointer.To(gradient), (ulong*)Pointer.To(pooled.Gates), size, _backward.Value.In, pooled.Mode);
        return Backward(source, addend, mask, workspace);
    }

    public void Dispose()
    {
        _forward.Dispose();
        if (_backward.IsValueCreated)
            _backward.Value.Dispose();
        _weight.Dispose();
        _bias.Dispose();
        if (_frame is { IsValueCreated: true })
            _frame.Value.Dispose();
    }

    private Tensor Backward<TSource>(TSource source, Tensor? addend, Tensor? mask, Workspace workspace)
        where TSource : struct, ITileSource
    {
        var size = source.Size;
        var result = workspace.Rent(size.Batch, size.Height, size.Width, _backward.Value.Out);   // [N,H,W,C]
        var sink = new ImageSink<T>(Pointer.To(result), size, _backward.Value.Out, new(null, Pointer.ToOptional(addend), relu: false, Pointer.ToOptional(mask)));
        Run(_backward.Value, source, sink, workspace);
        _frame?.Value.AddTo(result, source, mask);
        return result;
    }

    private static void Run<TSource, TSink>(WinogradFilter<T> filter, TSource source, TSink sink, Workspace workspace)
        where TSource : struct, ITileSource
        where TSink : struct, ITileSink
    {
        var values = filter.Rent(workspace);
        new WinogradPass<T, TSource, TSink>(filter, Pointer.To(values), source, sink).Run();
        filter.Return(values, workspace);
    }

    private static ImageSize SizeOf(Tensor image) => new((int)image.shape[0], (int)image.shape[1], (int)image.shape[2]);
}
