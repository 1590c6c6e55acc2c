namespace Atelier.Kernels;

/// <summary>2x2 pooling and its way back over physical [N,H,W,C], a register of channels at a time, image rows shared among the threads.</summary>
/// <param name="batch">N.</param>
/// <param name="height">H of the larger side.</param>
/// <param name="width">W of the larger side.</param>
/// <param name="channels">C, a multiple of 16.</param>
internal sealed unsafe class PoolKernel<T>(int batch, int height, int width, int channels)
    where T : unmanaged, ILanes<T>
{
    private readonly int _rows = height / 2;
    private readonly int _columns = width / 2;

    public void Forward(float* input, float* output, PoolingMode mode) => Team.Run(batch * _rows, row =>
    {
        var (image, y) = Math.DivRem(row, _rows);
        var upper = input + Row(image, 2 * y);
        var lower = upper + width * channels;
        var to = output + (nint)row * _columns * channels;
        for (var x = 0; x < _columns; x++, upper += channels, lower += channels)
        {
            for (var c = 0; c < channels; c += T.Count, upper += T.Count, lower += T.Count, to += T.Count)
            {
                var (a, b) = (T.Load(upper), T.Load(upper + channels));
                var (d, e) = (T.Load(lower), T.Load(lower + channels));
                var pooled = mode is PoolingMode.Max
                    ? T.Max(T.Max(a, b), T.Max(d, e))
                    : ((a + b) + (d + e)) * T.Broadcast(0.25f);
                pooled.Store(to);
            }
        }
    });

    /// <summary>See <see cref="IKernels.PoolBackward"/>: pool, addend and the ReLU before the pool, in one pass over memory.</summary>
    public void Backward(float* gradient, float* input, float* addend, float* output, PoolingMode mode) =>
        Team.Run(batch * ((height + 1) / 2), row =>
        {
            var (image, y) = Math.DivRem(row, (height + 1) / 2);
            var from = gradient + ((nint)image * _rows + y) * _columns * channels;
            for (var x = 0; x < (width + 1) / 2; x++)
            {
                if (y < _rows && x < _columns)
                    Window(from + x * channels, Row(image, 2 * y) + 2 * x * channels, input, addend, output, mode);
                else
                    Rest(Row(image, 2 * y) + 2 * x * channels, 2 * y, 2 * x, input, addend, output);
            }
        });

    private void Window(float* gradient, nint at, float* input, float* addend, float* output, PoolingMode mode)
    {
        ReadOnlySpan<nint> corners = [at, at + channels, at + (nint)width * channels, at + (nint)(width + 1) * channels];
        for (var c = 0; c < channels; c += T.Count)
        {
            var outer = T.Load(gradient + c);
            var (a, b) = (T.Load(input + corners[0] + c), T.Load(input + corners[1] + c));
            var (d, e) = (T.Load(input + corners[2] + c), T.Load(input + corners[3] + c));
            var largest = T.Max(T.Max(a, b), T.Max(d, e));
            // The first of several equal values takes the gradient, as in torch.
            var pending = mode is PoolingMode.Max ? outer : outer * T.Broadcast(0.25f);
            foreach (var corner in corners)
            {
                var value = T.Load(input + corner + c);
                var share = pending;
                if (mode is PoolingMode.Max)
                {
                    share = T.WhereEqual(value, largest, pending, default);
                    pending = T.WhereEqual(value, largest, default, pending);
                }
                if (addend is not null)
                    share += T.Load(addend + corner + c);
                T.WherePositive(value, share).Store(output + corner + c);
            }
        }
    }

    // The last row or column of an odd size belongs to no window: only the addend reaches it.
    private void Rest(nint at, int top, int left, float* input, float* addend, float* output)
    {
        for (var y = 0; y < 2 && top + y < height; y++)
        {
            for (var x = 0; x < 2 && left + x < width; x++)
            {
                var pixel = at + ((nint)y * width + x) * channels;
                for (var c = pixel; c < pixel + channels; c++)
                    output[c] = addend is not null && input[c] > 0 ? addend[c] : 0;
            }
        }
    }

    private nint Row(int image, int y) => ((nint)image * height + y) * width * channels;
}
