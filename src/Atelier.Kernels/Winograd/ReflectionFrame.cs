using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>
/// Turns the input's gradient of a convolution under zero padding into the one under reflection: what would have reached the
/// frame of mirrored pixels is added to those that they mirror.
/// </summary>
/// <remarks>
/// Each side of the frame depends on the border's line alone, through the filter's outer line: a product of small matrices.
/// In torch's operations these thin lines cost as much as half the convolution.
/// </remarks>
internal sealed unsafe class ReflectionFrame<T> : IDisposable
    where T : unmanaged, ILanes<T>
{
    private const int Panel = MatrixKernel.Columns;
    private const int Block = MatrixKernel.Rows;

    private readonly int _in;
    private readonly int _out;
    private readonly Tensor _outer;   // [4][3][C/32][K][32]: side, tap along the line, channels

    /// <param name="weight">[K,C,3,3], C a multiple of 32, K of 16.</param>
    public ReflectionFrame(Tensor weight)
    {
        using var scope = NewDisposeScope();
        (_in, _out) = ((int)weight.shape[0], (int)weight.shape[1]);
        Tensor[] lines = [weight.select(2, 0), weight.select(2, 2), weight.select(3, 0), weight.select(3, 2)];   // [K,C,3] each
        _outer = stack(lines).permute(0, 3, 2, 1).reshape(4, 3, _out / Panel, Panel, _in).transpose(3, 4).contiguous().alias().DetachFromDisposeScope();
    }

    /// <summary>Adds to the pixels beside the border.</summary>
    /// <param name="result">[N,H,W,C], the gradient under zero padding, masked; changed.</param>
    /// <param name="gradient">[N,H,W,K].</param>
    /// <param name="mask">[N,H,W,C]; where it is not positive, nothing is added; or null.</param>
    public void AddTo<TSource>(Tensor result, TSource gradient, Tensor? mask)
        where TSource : struct, ITileSource
    {
        var to = Pointer.To(result);
        var gate = Pointer.ToOptional(mask);
        AddSides(isRow: true, gradient, to, gate);
        AddSides(isRow: false, gradient, to, gate);
    }

    public void Dispose() => _outer.Dispose();

    // Rows and columns meet in four pixels, so that one pair waits for the other.
    private void AddSides<TSource>(bool isRow, TSource gradient, float* result, float* mask)
        where TSource : struct, ITileSource
    {
        var (batch, height, width) = gradient.Size;
        var (size, step, length, along) = isRow ? (height, width, width, 1) : (width, 1, height, width);
        var outer = Pointer.To(_outer);
        // Three pixels across, both borders are mirrored in the middle one: it takes one after the other.
        var atOnce = size == 3 ? 1 : 2;
        for (var first = 0; first < 2; first += atOnce)
            Team.Run(atOnce * batch, index => AddSide(index / atOnce, first + index % atOnce));

        void AddSide(int image, int side)
        {
            var (border, beside) = side == 0 ? (0, 1) : (size - 1, size - 2);
            var line = Scratch.Rent((length + 2) * _out + Block * (_in + Panel));
            Multiply(gradient, image, isRow, border, length, outer + (nint)(isRow ? side : 2 + side) * 3 * _out * _in, line);
            // The rows' ends are the frame's corners; those of the columns are the same and count once.
            if (isRow)
            {
                Add(line, line + 2 * _out, _out);
                Add(line + (length + 1) * _out, line + (length - 1) * _out, _out);
            }
            var offset = (image * (nint)height * width + (nint)beside * step) * _out;
            for (var x = 0; x < length; x++, offset += (nint)along * _out)
                AddWhere(mask is null ? null : mask + offset, line + (x + 1) * _out, result + offset);
        }
    }

    // line: [L+2][C], what the border contributes to each pixel of the frame's side.
    private void Multiply<TSource>(TSource gradient, int image, bool isRow, int border, int length, float* outer, float* line)
        where TSource : struct, ITileSource
    {
        var block = line + (length + 2) * _out;   // [K/16][12][16]
        var products = block + Block * _in;       // [12][32]
        new Span<float>(line, (length + 2) * _out).Clear();
        for (var start = 0; start < length; start += Block)
        {
            var count = Math.Min(Block, length - start);
            for (var row = 0; row < count; row++)
            {
                var (y, x) = isRow ? (border, start + row) : (start + row, border);
                for (var channel = 0; channel < _in; channel += 16)
                    gradient.Copy(image, y, x, channel, block + channel * Block + row * 16);
            }
            for (var tap = 0; tap < 3; tap++)
            {
                for (var channel = 0; channel < _out; channel += Panel)
                {
                    MatrixKernel.Multiply<T>(block, 1, outer + ((nint)tap * _out + channel) * _in, products, _in, Panel);
                    for (var row = 0; row < count; row++)
                        Add(products + row * Panel, line + (start + row + tap) * _out + channel, Panel);
                }
            }
        }
    }

    private void AddWhere(float* mask, float* values, float* result)
    {
        for (var channel = 0; channel < _out; channel += T.Count)
        {
            var value = T.Load(values + channel);
            if (mask is not null)
                value = T.WherePositive(T.Load(mask + channel), value);
            (T.Load(result + channel) + value).Store(result + channel);
        }
    }

    private static void Add(float* values, float* sums, int count)
    {
        for (var i = 0; i < count; i += T.Count)
            (T.Load(sums + i) + T.Load(values + i)).Store(sums + i);
    }
}
