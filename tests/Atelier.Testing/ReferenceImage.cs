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
        var (c, h, w) = (arange(3, dtype: ScalarType.Float32).view(3, 1, 1), arange(size, dtype: ScalarType.Float32).view(size, 1), arange(size, dtype: ScalarType.Float32));
        return ((h * 0.05 + c * 0.7).sin() * (w * 0.07 - c * 0.3).cos()).unsqueeze(0).MoveToOuterDisposeScope();
    }
}
