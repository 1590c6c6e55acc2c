using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Testing;

/// <summary>The image of the reference runs, which needs no file.</summary>
public static class ReferenceImage
{
    /// <summary>x[c,h,w] = sin(0.05 h + 0.7 c) cos(0.07 w - 0.3 c), in the caller's dispose scope.</summary>
    /// <param name="size">Pixels a side.</param>
    /// <returns>[1,3,size,size].</returns>
    public static Tensor Waves(int size)
    {
        using var scope = NewDisposeScope();
        var (c, h, w) = (Arange(3, float32).view(3, 1, 1), Arange(size, float32).view(size, 1), Arange(size, float32));
        var (rows, columns) = ((h * Number(0.05)).Plus(c * Number(0.7)), w * Number(0.07) - c * Number(0.3));
        return (rows.sin() * columns.cos()).unsqueeze(0).MoveToOuterDisposeScope();
    }
}
