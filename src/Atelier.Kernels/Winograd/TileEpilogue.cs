using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Atelier.Kernels;

/// <summary>What happens to a value on its way from a product into the image, so that no further pass over memory is needed.</summary>
/// <param name="bias">[K], added to each pixel; or null.</param>
/// <param name="relu">Whether to clip at zero.</param>
/// <param name="addend">As large as the output, added; or null.</param>
/// <param name="mask">As large as the output; where it is not positive, the output is 0; or null.</param>
internal readonly unsafe struct TileEpilogue(float* bias, bool relu, float* addend, float* mask)
{
    /// <param name="value">16 channels of one pixel.</param>
    /// <param name="offset">Of the pixel's channels in the output.</param>
    /// <param name="channel">The first of the 16 channels.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> value, nint offset, int channel)
    {
        if (bias is not null)
            value += Vector512.Load(bias + channel);
        if (relu)
            value = Vector512.Max(value, Vector512<float>.Zero);
        if (addend is not null)
            value += Vector512.Load(addend + offset);
        if (mask is not null)
            value = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.Load(mask + offset), Vector512<float>.Zero), value, Vector512<float>.Zero);
        return value;
    }
}
