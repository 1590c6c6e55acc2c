using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>What is known of a transformed filter by its channels alone.</summary>
internal static class WinogradFilter
{
    private const int LargestKept = 256 * 256;

    public static bool Supports(long input, long output) => input % 16 == 0 && output % MatrixKernel.Columns == 0;

    /// <summary>Whether it stays in memory from pass to pass.</summary>
    public static bool IsKept(int input, int output) => input * output <= LargestKept;

    /// <summary>How many values it has.</summary>
    public static long Count(int input, int output) => (long)TileTransform.Positions * input * output;
}

/// <summary>A 3x3 filter, and its form in the Winograd domain of F(4x4, 3x3), packed for <see cref="MatrixKernel"/>.</summary>
/// <remarks>
/// U = G g G^T for each pair of channels: 6x6 values (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2016),
/// packed as [K/32][36][C][32] so that the kernel reads it from end to end. That is four times the filter's size: large filters,
/// whose products take long anyway, are transformed again in each pass instead of being kept.
/// </remarks>
internal sealed unsafe class WinogradFilter<T> : IDisposable
    where T : unmanaged, ILanes<T>
{
    private const int Positions = TileTransform.Positions;
    private const int Panel = MatrixKernel.Columns;

    private readonly Tensor _weight;
    private readonly Tensor? _kept;
    private readonly bool _isTurned;

    /// <param name="weight">[K,C,3,3], contiguous, kept but not owned.</param>
    /// <param name="isTurned">Whether this is the way back: turned by 180 degrees, from K channels to C.</param>
    public WinogradFilter(Tensor weight, bool isTurned)
    {
        (_weight, _isTurned) = (weight, isTurned);
        (Out, In) = isTurned ? ((int)weight.shape[1], (int)weight.shape[0]) : ((int)weight.shape[0], (int)weight.shape[1]);
        if (WinogradFilter.IsKept(In, Out))
        {
            _kept = empty(Positions * Out * In).DetachFromDisposeScope();
            Transform(Pointer.To(_kept));
        }
    }

    /// <summary>Output channels, a multiple of 32.</summary>
    public int Out { get; }

    /// <summary>Input channels, a multiple of 16.</summary>
    public int In { get; }

    /// <summary>The transformed filter of one that is kept.</summary>
    public Tensor Kept => _kept ?? throw new InvalidOperationException("This filter is too large to be kept.");

    /// <summary>The transformed filter, [Out/32][36][In][32], to be given back by <see cref="Return"/>.</summary>
    public Tensor Rent(Workspace workspace)
    {
        if (_kept is not null)
            return _kept;
        var transformed = workspace.Rent(Positions * Out * In);
        Transform(Pointer.To(transformed));
        return transformed;
    }

    public void Return(Tensor transformed, Workspace workspace)
    {
        if (_kept is null)
            workspace.Return(transformed);
    }

    public void Dispose() => _kept?.Dispose();

    private void Transform(float* result)
    {
        var weight = Pointer.To(_weight);
        var (outStride, inStride) = _isTurned ? (9, Out * 9) : (In * 9, 9);
        Team.Run(Out / Panel, panel =>
        {
            var taps = stackalloc float[9 * 16];
            for (var input = 0; input < In; input++)
            {
                for (var half = 0; half < Panel; half += 16)
                {
                    Gather(weight + (nint)(panel * Panel + half) * outStride + (nint)input * inStride, outStride, taps);
                    for (var lane = 0; lane < 16; lane += T.Count)
                        TransformTaps(taps + lane, result + ((nint)panel * Positions * In + input) * Panel + half + lane, (nint)In * Panel);
                }
            }
        });
    }

    // taps: [9][16 output channels]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(float* weight, int outStride, float* taps)
    {
        for (var output = 0; output < 16; output++, weight += outStride)
            for (var tap = 0; tap < 9; tap++)
                taps[tap * 16 + output] = weight[_isTurned ? 8 - tap : tap];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformTaps(float* taps, float* result, nint stride)
    {
        var columns = stackalloc T[18];
        for (var x = 0; x < 3; x++)
            Line(T.Load(taps + x * 16), T.Load(taps + (3 + x) * 16), T.Load(taps + (6 + x) * 16), (float*)(columns + x), 3 * T.Count);
        for (var y = 0; y < 6; y++)
            Line(columns[3 * y], columns[3 * y + 1], columns[3 * y + 2], result + 6 * y * stride, stride);
    }

    // G g: rows (1/4, 0, 0), (-1/6, -1/6, -1/6), (-1/6, 1/6, -1/6), (1/24, 1/12, 1/6), (1/24, -1/12, 1/6), (0, 0, 1).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Line(T g0, T g1, T g2, float* result, nint stride)
    {
        var ends = (g0 + g2) * T.Broadcast(-1 / 6f);
        var middle = g1 * T.Broadcast(1 / 6f);
        var scaled = T.MultiplyAdd(g2, T.Broadcast(1 / 6f), g0 * T.Broadcast(1 / 24f));
        var half = g1 * T.Broadcast(1 / 12f);
        (g0 * T.Broadcast(0.25f)).Store(result);
        (ends - middle).Store(result + stride);
        (ends + middle).Store(result + 2 * stride);
        (scaled + half).Store(result + 3 * stride);
        (scaled - half).Store(result + 4 * stride);
        g2.Store(result + 5 * stride);
    }
}
