using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Atelier.Models.Kernels.Winograd;

/// <summary>A 3x3 filter in the Winograd domain of F(4x4, 3x3), packed for <see cref="MatrixKernel"/>.</summary>
/// <remarks>
/// U = G g G^T for each pair of channels: 6x6 values, computed in float64 (Lavin and Gray, "Fast Algorithms for
/// Convolutional Neural Networks", 2016). Packed as [36][K/32][C][32]: the kernel reads it from end to end.
/// </remarks>
internal sealed unsafe class WinogradFilter : IDisposable
{
    public const int Positions = 36;
    public const int Panel = 32;

    private static readonly double[,] s_g =
    {
        { 1 / 4d, 0, 0 }, { -1 / 6d, -1 / 6d, -1 / 6d }, { -1 / 6d, 1 / 6d, -1 / 6d },
        { 1 / 24d, 1 / 12d, 1 / 6d }, { 1 / 24d, -1 / 12d, 1 / 6d }, { 0, 0, 1 },
    };

    /// <param name="weight">[K,C,3,3].</param>
    public WinogradFilter(Tensor weight)
    {
        using var scope = NewDisposeScope();
        (Out, In) = ((int)weight.shape[0], (int)weight.shape[1]);
        var g = tensor(s_g);                                                                   // [6,3]
        var transformed = g.matmul(weight.cpu().to(float64)).matmul(g.t());                    // [K,C,6,6]
        var packed = transformed.view(Out / Panel, Panel, In, Positions).permute(3, 0, 2, 1)   // [36,K/32,C,32]
            .to(float32).contiguous();
        var bytes = (nuint)packed.numel() * sizeof(float);
        Values = (float*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Copy(Layout.Pointer(packed), Values, bytes);
    }

    /// <summary>K, a multiple of <see cref="Panel"/>.</summary>
    public int Out { get; }

    /// <summary>C, a multiple of 16.</summary>
    public int In { get; }

    public float* Values { get; private set; }

    /// <summary>The panel [C][32] of one of the 36 positions.</summary>
    public float* PanelAt(int position, int panel) => Values + ((nint)position * (Out / Panel) + panel) * In * Panel;

    public static bool Supports(long input, long output) => input % 16 == 0 && output % Panel == 0;

    public void Dispose()
    {
        NativeMemory.AlignedFree(Values);
        Values = null;
    }
}
