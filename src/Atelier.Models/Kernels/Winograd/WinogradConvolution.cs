using static TorchSharp.torch;

namespace Atelier.Models.Kernels.Winograd;

/// <summary>A frozen 3x3 convolution by Winograd's F(4x4, 3x3): four times fewer multiplications than the direct sum.</summary>
/// <remarks>
/// For processors with 512-bit vectors. Departs from the direct sum by rounding only, about 1e-6 of the largest value.
/// </remarks>
internal sealed unsafe class WinogradConvolution : IConvolution
{
    private readonly WinogradFilter _forward;
    private readonly WinogradFilter _backward;
    private readonly Tensor _weight;
    private readonly Tensor _bias;
    private readonly PaddingMode _padding;
    private readonly ReflectionFrame? _frame;

    public WinogradConvolution(Tensor weight, Tensor bias, PaddingMode padding)
    {
        using var scope = NewDisposeScope();
        _weight = weight.cpu().to(float32).contiguous().alias().DetachFromDisposeScope();
        _forward = new(_weight, isTurned: false);
        _backward = new(_weight, isTurned: true);
        _bias = bias.cpu().to(float32).clone().DetachFromDisposeScope();
        _padding = padding;
        _frame = padding is PaddingMode.Reflection ? new(_weight) : null;
    }

    public Tensor Forward(Tensor input, bool relu, Workspace workspace) =>
        Run(_forward, input, pad: 1, _padding, new(Layout.Pointer(_bias), relu, null, null), workspace);

    public Tensor Backward(Tensor gradient, Tensor? addend, Tensor? mask, Workspace workspace)
    {
        var inner = Run(_backward, gradient, pad: 1, PaddingMode.Zero, new(null, relu: false, Address(addend), Address(mask)), workspace);
        _frame?.AddTo(inner, gradient, mask);
        return inner;
    }

    public void Dispose()
    {
        _forward.Dispose();
        _backward.Dispose();
        _weight.Dispose();
        _bias.Dispose();
        _frame?.Dispose();
    }

    private static Tensor Run(WinogradFilter filter, Tensor input, int pad, PaddingMode padding, TileEpilogue epilogue, Workspace workspace)
    {
        var (batch, height, width) = ((int)input.shape[0], (int)input.shape[1], (int)input.shape[2]);
        var output = workspace.Rent(batch, height + 2 * pad - 2, width + 2 * pad - 2, filter.Out);   // [N,H,W,K]
        var transformed = filter.Rent(workspace);
        new WinogradPass(
            filter, Layout.Pointer(transformed), Layout.Pointer(input), batch, height, width, pad, padding, Layout.Pointer(output), epilogue).Run();
        filter.Return(transformed, workspace);
        return output;
    }

    private static float* Address(Tensor? tensor) => tensor is null ? null : Layout.Pointer(tensor);
}
