using Atelier.Kernels;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>C directions at right angles, in which features of C channels are looked at.</summary>
internal sealed class SliceDirections : IDisposable
{
    private readonly Tensor? _columns;   // [C,C]: a direction is a column
    private readonly Tensor? _rows;

    /// <param name="channels">C.</param>
    /// <param name="seed">Of random directions, 0 or more; null for those of the channels themselves.</param>
    public SliceDirections(long channels, long? seed)
    {
        if (seed is not { } number)
            return;
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)number);
        var size = (int)channels;
        var rows = randn([channels, channels], dtype: float64, generator: generator).data<double>().ToArray();
        // Gram and Schmidt's method: each direction without its part in those before.
        for (var i = 0; i < size; i++)
        {
            var row = rows.AsSpan(i * size, size);
            for (var j = 0; j < i; j++)
            {
                var other = rows.AsSpan(j * size, size);
                var part = 0.0;
                for (var k = 0; k < size; k++)
                    part += row[k] * other[k];
                for (var k = 0; k < size; k++)
                    row[k] -= part * other[k];
            }
            var length = 0.0;
            foreach (var value in row)
                length += value * value;
            foreach (ref var value in row)
                value /= Math.Sqrt(length);
        }
        _columns = tensor(rows, [channels, channels], float32).DetachFromDisposeScope();
        _rows = _columns.t().contiguous().DetachFromDisposeScope();
    }

    /// <summary>What features are along each direction, [H,W,C] on the CPU, and the caller's to change.</summary>
    /// <param name="image">[H,W,C].</param>
    public Tensor Along(Tensor image)
    {
        using var scope = NewDisposeScope();
        var features = image.cpu();
        if (_columns is null)
            return features.contiguous().clone().MoveToOuterDisposeScope();
        var along = zeros(features.shape);
        PixelProducts.AddProduct(features, _columns, 1, along);
        return along.MoveToOuterDisposeScope();
    }

    /// <summary>Adds what is along each direction to features, times a factor.</summary>
    public void AddBack(Tensor along, double factor, Tensor features)
    {
        if (_rows is null)
            features.add_(along.to(features.device), alpha: Number(factor));
        else
            PixelProducts.AddProduct(along.to(features.device), _rows.to(features.device), factor, features);
    }

    public void Dispose()
    {
        _columns?.Dispose();
        _rows?.Dispose();
    }
}
