using System.Runtime.CompilerServices;

namespace Atelier.Kernels;

/// <summary>What happens to a value on its way from a product into the image, so that no further pass over memory is needed.</summary>
/// <param name="bias">[K], added to each pixel; or null.</param>
/// <param name="addend">As large as the output, added; or null.</param>
/// <param name="relu">Whether to clip at zero.</param>
/// <param name="mask">As large as the output; where it is not positive, the output is 0; or null.</param>
internal readonly unsafe struct TileEpilogue<T>(float* bias, float* addend, bool relu, float* mask)
    where T : unmanaged, ILanes<T>
{
    /// <param name="value">Some channels of one pixel.</param>
    /// <param name="offset">Of the first of them in the output.</param>
    /// <param name="channel">The first of them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply(T value, nint offset, int channel)
    {
        if (bias is not null)
            value += T.Load(bias + channel);
        if (addend is not null)
            value += T.Load(addend + offset);
        if (relu)
            value = T.Max(value, default);
        if (mask is not null)
            value = T.WherePositive(T.Load(mask + offset), value);
        return value;
    }
}
