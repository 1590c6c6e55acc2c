using System.Runtime.CompilerServices;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>The convolution that sees the image: three channels are too few for Winograd's tiles, and few enough to be summed directly.</summary>
/// <remarks>Rows are shared among the threads.</remarks>
internal sealed unsafe class ImageConvolution<T> : IConvolution
    where T : unmanaged, ILanes<T>
{
    private const int Channels = 3;
    private const int Taps = 3 * 3 * Channels;
    private const int Panel = 32;
    private const int ForwardPixels = 6;
    private const int BackwardPixels = 4;

    private readonly int _filters;
    private readonly Tensor _forward;    // [K/32][27][32], a tap being (row, column, channel)
    private readonly Tensor _backward;   // [3][K/n][3][3][n], n filters in a register: row, filters, column, channel, filter
    private readonly Tensor _bias;       // [K]
    private readonly float* _forwardWeights, _backwardWeights, _biases;
    private readonly PaddingMode _padding;

    /// <param name="weight">[K,3,3,3], K a multiple of 32.</param>
    /// <param name="bias">[K].</param>
    /// <param name="padding">What lies beyond the border.</param>
    public ImageConvolution(Tensor weight, Tensor bias, PaddingMode padding)
    {
        using var scope = NewDisposeScope();
        _filters = (int)weight.shape[0];
        var filters = weight.cpu().to(float32);
        _forward = filters.permute(2, 3, 1, 0).reshape(Taps, _filters / Panel, Panel).transpose(0, 1).contiguous().alias().DetachFromDisposeScope();
        _backward = filters.permute(2, 0, 3, 1).reshape(3, _filters / T.Count, T.Count, 3, Channels).permute(0, 1, 3, 4, 2).contiguous().alias().DetachFromDisposeScope();
        _bias = bias.cpu().to(float32).clone().DetachFromDisposeScope();
        _forwardWeights = Pointer.To(_forward);
        _backwardWeights = Pointer.To(_backward);
        _biases = Pointer.To(_bias);
        _padding = padding;
    }

    public static bool Supports(long channels, long filters) => channels == Channels && filters % Panel == 0;

    public Tensor Forward(Tensor input, bool relu, Workspace workspace)
    {
        var (batch, height, width) = ((int)input.shape[0], (int)input.shape[1], (int)input.shape[2]);
        var output = workspace.Rent(batch, height, width, _filters);   // [N,H,W,K]
        var from = Pointer.To(input);
        var to = Pointer.To(output);
        Team.Run(batch * height, line =>
        {
            var (image, y) = Math.DivRem(line, height);
            var length = ((width + ForwardPixels - 1) / ForwardPixels * ForwardPixels + 2) * Channels;
            var rows = Scratch.Rent(3 * length);
            for (var r = 0; r < 3; r++)
                Frame(from + (nint)image * height * width * Channels, Inside(y + r - 1, height), width, new(rows + r * length, length));
            var pixels = to + (nint)line * width * _filters;
            for (var filter = 0; filter < _filters; filter += 2 * T.Count)
                for (var x = 0; x < width; x += ForwardPixels)
                    Sum(rows + x * Channels, length, filter, pixels + (nint)x * _filters + filter, Math.Min(ForwardPixels, width - x), relu);
        });
        return output;
    }

    public Tensor Backward(Tensor gradient, Tensor? addend, Tensor? mask, Workspace workspace)
    {
        using var scope = NewDisposeScope();
        var result = _padding is PaddingMode.Zero
            ? SumBack(gradient, pad: 1)                                          // [N,H,W,3]
            : ReflectionFold.Apply(SumBack(gradient, pad: 2), workspace);        // [N,H,W,3]
        if (addend is not null)
            result.add_(addend, alpha: One);
        if (mask is not null)
            ReluMask.Apply(result, mask);
        return result.DetachFromDisposeScope();
    }

    public void Dispose()
    {
        _forward.Dispose();
        _backward.Dispose();
        _bias.Dispose();
    }

    // A row of the image with a pixel more at each end, and zeros to the end of the last block.
    private void Frame(float* image, int row, int width, Span<float> framed)
    {
        framed.Clear();
        if (row < 0)
            return;
        var pixels = new ReadOnlySpan<float>(image + (nint)row * width * Channels, width * Channels);
        pixels.CopyTo(framed[Channels..]);
        if (_padding is PaddingMode.Zero)
            return;
        pixels.Slice(Channels, Channels).CopyTo(framed);
        pixels.Slice((width - 2) * Channels, Channels).CopyTo(framed[((width + 1) * Channels)..]);
    }

    private int Inside(int at, int size) =>
        (uint)at < (uint)size ? at
        : _padding is PaddingMode.Zero ? -1
        : at < 0 ? 1 : size - 2;

    // Six pixels times two registers of filters, in twelve of sixteen or more.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sum(float* pixels, int length, int filter, float* output, int count, bool relu)
    {
        var weights = _forwardWeights + filter / Panel * Taps * Panel + filter % Panel;
        var bias = _biases + filter;
        T a0 = T.Load(bias), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0;
        T b0 = T.Load(bias + T.Count), b1 = b0, b2 = b0, b3 = b0, b4 = b0, b5 = b0;
        for (var row = 0; row < 3; row++, pixels += length)
        {
            for (var tap = 0; tap < 9; tap++, weights += Panel)
            {
                var (left, right) = (T.Load(weights), T.Load(weights + T.Count));
                var x = T.Broadcast(pixels[tap]);
                (a0, b0) = (T.MultiplyAdd(x, left, a0), T.MultiplyAdd(x, right, b0));
                x = T.Broadcast(pixels[tap + 3]);
                (a1, b1) = (T.MultiplyAdd(x, left, a1), T.MultiplyAdd(x, right, b1));
                x = T.Broadcast(pixels[tap + 6]);
                (a2, b2) = (T.MultiplyAdd(x, left, a2), T.MultiplyAdd(x, right, b2));
                x = T.Broadcast(pixels[tap + 9]);
                (a3, b3) = (T.MultiplyAdd(x, left, a3), T.MultiplyAdd(x, right, b3));
                x = T.Broadcast(pixels[tap + 12]);
                (a4, b4) = (T.MultiplyAdd(x, left, a4), T.MultiplyAdd(x, right, b4));
                x = T.Broadcast(pixels[tap + 15]);
                (a5, b5) = (T.MultiplyAdd(x, left, a5), T.MultiplyAdd(x, right, b5));
            }
        }
        var results = stackalloc T[2 * ForwardPixels];
        (results[0], results[1], results[2], results[3], results[4], results[5]) = (a0, b0, a1, b1, a2, b2);
        (results[6], results[7], results[8], results[9], results[10], results[11]) = (a3, b3, a4, b4, a5, b5);
        var least = relu ? default : T.Broadcast(float.NegativeInfinity);
        for (var pixel = 0; pixel < count; pixel++, output += _filters)
        {
            T.Max(results[2 * pixel], least).Store(output);
            T.Max(results[2 * pixel + 1], least).Store(output + T.Count);
        }
    }

    /// <summary>The gradient at an image with <paramref name="pad"/> - 1 pixels more on each side.</summary>
    private Tensor SumBack(Tensor gradient, int pad)
    {
        var (batch, height, width) = ((int)gradient.shape[0], (int)gradient.shape[1], (int)gradient.shape[2]);
        var (outHeight, outWidth) = (height + 2 * pad - 2, width + 2 * pad - 2);
        var result = empty(batch, outHeight, outWidth, Channels);
        var from = Pointer.To(gradient);
        var to = Pointer.To(result);
        Team.Run(batch * outHeight, line =>
        {
            var (image, y) = Math.DivRem(line, outHeight);
            var zeros = Scratch.Rent(_filters);
            new Span<float>(zeros, _filters).Clear();
            var seen = stackalloc float*[3 * (BackwardPixels + 2)];
            for (var x = 0; x < outWidth; x += BackwardPixels)
            {
                for (var r = 0; r < 3; r++)
                {
                    var row = y + 2 - pad - r;
                    for (var column = 0; column < BackwardPixels + 2; column++)
                    {
                        var at = x - pad + column;
                        seen[r * (BackwardPixels + 2) + column] = (uint)row < (uint)height && (uint)at < (uint)width
                            ? from + (((nint)image * height + row) * width + at) * _filters
                            : zeros;
                    }
                }
                SumBack(seen, to + ((nint)line * outWidth + x) * Channels, Math.Min(BackwardPixels, outWidth - x) * Channels);
            }
        });
        return result;
    }

    // Four pixels times three channels in twelve registers, each the sum over the filters of one place in a register.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumBack(float** seen, float* output, int count)
    {
        var weights = _backwardWeights;
        T a0 = default, a1 = default, a2 = default, b0 = default, b1 = default, b2 = default;
        T c0 = default, c1 = default, c2 = default, d0 = default, d1 = default, d2 = default;
        for (var row = 0; row < 3; row++, seen += BackwardPixels + 2)
        {
            for (var filter = 0; filter < _filters; filter += T.Count)
            {
                for (var column = 0; column < 3; column++, weights += 3 * T.Count)
                {
                    var at = seen + 2 - column;
                    var (w0, w1, w2) = (T.Load(weights), T.Load(weights + T.Count), T.Load(weights + 2 * T.Count));
                    var g = T.Load(at[0] + filter);
                    (a0, a1, a2) = (T.MultiplyAdd(g, w0, a0), T.MultiplyAdd(g, w1, a1), T.MultiplyAdd(g, w2, a2));
                    g = T.Load(at[1] + filter);
                    (b0, b1, b2) = (T.MultiplyAdd(g, w0, b0), T.MultiplyAdd(g, w1, b1), T.MultiplyAdd(g, w2, b2));
                    g = T.Load(at[2] + filter);
                    (c0, c1, c2) = (T.MultiplyAdd(g, w0, c0), T.MultiplyAdd(g, w1, c1), T.MultiplyAdd(g, w2, c2));
                    g = T.Load(at[3] + filter);
                    (d0, d1, d2) = (T.MultiplyAdd(g, w0, d0), T.MultiplyAdd(g, w1, d1), T.MultiplyAdd(g, w2, d2));
                }
            }
        }
        ReadOnlySpan<float> sums =
        [
            T.Sum(a0), T.Sum(a1), T.Sum(a2), T.Sum(b0), T.Sum(b1), T.Sum(b2),
            T.Sum(c0), T.Sum(c1), T.Sum(c2), T.Sum(d0), T.Sum(d1), T.Sum(d2),
        ];
        sums[..count].CopyTo(new(output, count));
    }
}
