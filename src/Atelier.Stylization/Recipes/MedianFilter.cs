using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>A median filter per channel, equal to <c>scipy.ndimage.median_filter</c> with its default borders.</summary>
internal static class MedianFilter
{
    /// <summary>
    /// Replaces each value with the median of the size x size window around it; the lesson starts from noise filtered this
    /// way, with size 8.
    /// </summary>
    /// <remarks>
    /// As in scipy (mode <c>reflect</c>): a window of even size reaches one pixel further to the top and left, the median
    /// of an even count is the upper of the two middle values, and beyond a border the image is mirrored, the edge repeated
    /// (<c>d c b a | a b c d | d c b a</c>). Not differentiable. NaN counts as minus infinity.
    /// </remarks>
    /// <param name="image">[N,C,H,W], any device.</param>
    /// <param name="size">The window's side in pixels, 1 to 255.</param>
    /// <returns>[N,C,H,W] float32 on the input's device.</returns>
    /// <exception cref="ShapeException">The image is not [N,C,H,W].</exception>
    public static Tensor Apply(Tensor image, int size)
    {
        Require.InRange(size, 1, byte.MaxValue, nameof(size));
        if (image.shape is not [var n, var c, > 0 and var h, > 0 and var w])
            throw new ShapeException("[N,C,H,W]", image.shape);
        using var scope = NewDisposeScope();
        var values = image.detach().cpu().to(float32).contiguous().data<float>().ToArray();
        var filtered = new float[values.Length];
        var (height, width) = ((int)h, (int)w);
        Parallel.For(0, (int)(n * c) * height, () => new MedianWindow(size), (row, _, window) =>
        {
            var plane = row / height * height * width;
            window.FilterRow(values.AsSpan(plane, height * width), width, row % height, filtered.AsSpan(plane + row % height * width, width));
            return window;
        }, _ => { });
        return tensor(filtered, [n, c, h, w], device: image.device).MoveToOuterDisposeScope();
    }
}

/// <summary>The values under a window that slides along a row, kept sorted.</summary>
/// <remarks>
/// A step to the right replaces one column: both columns' values are sorted, which few steps do, and one merge pass drops
/// the old and takes in the new. The keys are integers in the floats' order, so that no comparison meets a NaN.
/// </remarks>
internal sealed class MedianWindow(int size)
{
    private readonly int _before = size / 2;
    private readonly int[] _leaving = new int[size];
    private readonly int[] _entering = new int[size];
    private int[] _sorted = new int[size * size];
    private int[] _next = new int[size * size];

    /// <summary>Writes the medians of row <paramref name="y"/> of a plane.</summary>
    public void FilterRow(ReadOnlySpan<float> plane, int width, int y, Span<float> medians)
    {
        for (var x = 0; x < size; x++)
        {
            Column(plane, width, y, x - _before, _entering);
            _entering.CopyTo(_sorted, x * size);
        }
        Array.Sort(_sorted);
        for (var x = 0; ; x++)
        {
            medians[x] = ToFloat(_sorted[_sorted.Length / 2]);
            if (x + 1 == width)
                return;
            Column(plane, width, y, x - _before, _leaving);
            Column(plane, width, y, x - _before + size, _entering);
            Array.Sort(_leaving);
            Array.Sort(_entering);
            Replace();
        }
    }

    private void Column(ReadOnlySpan<float> plane, int width, int y, int x, int[] keys)
    {
        var column = plane[Mirror(x, width)..];
        for (var i = 0; i < size; i++)
            keys[i] = ToKey(column[Mirror(y - _before + i, plane.Length / width) * width]);
    }

    private void Replace()
    {
        var (leaving, entering, to) = (0, 0, 0);
        foreach (var key in _sorted)
        {
            if (leaving < size && _leaving[leaving] == key)
            {
                leaving++;
                continue;
            }
            while (entering < size && _entering[entering] <= key)
                _next[to++] = _entering[entering++];
            _next[to++] = key;
        }
        while (entering < size)
            _next[to++] = _entering[entering++];
        (_sorted, _next) = (_next, _sorted);
    }

    // The image repeats with period 2n: forwards, then backwards.
    private static int Mirror(int at, int n)
    {
        if ((uint)at < (uint)n)
            return at;
        var phase = ((at % (2 * n)) + 2 * n) % (2 * n);
        return phase < n ? phase : 2 * n - 1 - phase;
    }

    // A float's bits order like integers once those of the negatives are flipped; the mapping is its own inverse.
    private static int ToKey(float value) => Flip(BitConverter.SingleToInt32Bits(float.IsNaN(value) ? float.NegativeInfinity : value));

    private static float ToFloat(int key) => BitConverter.Int32BitsToSingle(Flip(key));

    private static int Flip(int bits) => bits ^ (bits >> 31 & int.MaxValue);
}
