using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>Pools windows, some channels of all their pixels at a time. Rows are shared among the threads.</summary>
internal static unsafe class WindowKernel<T>
    where T : unmanaged, ILanes<T>
{
    /// <param name="window">What to pool.</param>
    /// <param name="input">[N,C,H,W], C a multiple of 16.</param>
    /// <returns>[N,C,H',W'], channels last.</returns>
    public static Tensor Pool(PoolWindow window, Tensor input)
    {
        using var scope = NewDisposeScope();
        var image = Layout.ChannelsLast(input);                                                        // [N,H,W,C]
        var (height, width, channels) = ((int)image.shape[1], (int)image.shape[2], (int)image.shape[3]);
        var (down, across) = (window.Outputs(height), window.Outputs(width));
        var output = empty(image.shape[0], down, across, channels);                                    // [N,H',W',C]
        var from = Pointer.To(image);
        var to = Pointer.To(output);
        Team.Run((int)image.shape[0] * down, line =>
        {
            var (n, y) = Math.DivRem(line, down);
            Row(window, from + (nint)n * height * width * channels, y, height, width, channels, to + (nint)line * across * channels, across);
        });
        return Layout.Planes(output).MoveToOuterDisposeScope();                                        // [N,C,H',W']
    }

    private static void Row(PoolWindow window, float* image, int y, int height, int width, int channels, float* output, int across)
    {
        var pixels = stackalloc float*[window.Side * window.Side];
        var (top, bottom) = Inside(window, y, height);
        for (var x = 0; x < across; x++, output += channels)
        {
            var (left, right) = Inside(window, x, width);
            var count = 0;
            for (var row = top; row < bottom; row++)
                for (var column = left; column < right; column++)
                    pixels[count++] = image + ((nint)row * width + column) * channels;
            if (window.Mode is PoolingMode.Max)
                Maximum(pixels, count, channels, output);
            else
                Mean(pixels, count, channels, output, 1f / (window.CountsPadding ? window.Side * window.Side : count));
        }
    }

    // The pixels of a window that lie within the image, in one direction.
    private static (int First, int End) Inside(PoolWindow window, int at, int size)
    {
        var first = at * window.Stride - window.Padding;
        return (Math.Max(first, 0), Math.Min(first + window.Side, size));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Maximum(float** pixels, int count, int channels, float* output)
    {
        for (var channel = 0; channel < channels; channel += T.Count)
        {
            var maximum = T.Load(pixels[0] + channel);
            for (var i = 1; i < count; i++)
                maximum = T.Max(maximum, T.Load(pixels[i] + channel));
            maximum.Store(output + channel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mean(float** pixels, int count, int channels, float* output, float factor)
    {
        for (var channel = 0; channel < channels; channel += T.Count)
        {
            var sum = T.Load(pixels[0] + channel);
            for (var i = 1; i < count; i++)
                sum += T.Load(pixels[i] + channel);
            (sum * T.Broadcast(factor)).Store(output + channel);
        }
    }
}
