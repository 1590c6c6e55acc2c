using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Atelier.Data;

/// <summary>A batch that threads are filling. It owns its tensor until <see cref="Take"/>.</summary>
internal sealed class PendingBatch : IDisposable
{
    private readonly SampleFeed _feed;
    private readonly int?[] _samples;
    private readonly Tensor _inputs;
    private readonly int _size;
    private readonly bool _channelsLast;

    /// <param name="feed">The source of the samples.</param>
    /// <param name="samples">Which ones, by place in the batch.</param>
    /// <param name="options">Size and memory format.</param>
    public PendingBatch(SampleFeed feed, int[] samples, ImageDataOptions options)
    {
        (_feed, _samples, _size, _channelsLast, Missing) = (feed, [.. samples], options.ImageSize, options.ChannelsLast, samples.Length);
        long[] shape = _channelsLast ? [samples.Length, _size, _size, 3] : [samples.Length, 3, _size, _size];
        _inputs = empty(shape, float32).DetachFromDisposeScope();
    }

    /// <summary>Samples not painted yet.</summary>
    public int Missing { get; set; }

    /// <summary>Places in the batch.</summary>
    public int Count => _samples.Length;

    /// <summary>Paints the sample of one place; other places may be painted at the same time.</summary>
    public void Paint(SamplePainter painter, int epoch, int place)
    {
        var target = MemoryMarshal.Cast<byte, float>(_inputs.bytes).Slice(place * _feed.SampleLength, _feed.SampleLength);
        _samples[place] = _feed.Paint(painter, epoch, _samples[place]!.Value, target);
    }

    /// <summary>The complete batch without the samples that are left out, which the caller owns; null if none remains.</summary>
    public Batch? Take()
    {
        int[] samples = [.. _samples.OfType<int>()];
        if (samples.Length == 0)
            return null;
        using var scope = NewDisposeScope();
        var targets = tensor([.. samples.Select(sample => (long)_feed.ClassOf(sample))], int64);
        var inputs = samples.Length == _samples.Length ? _inputs.alias() : _inputs.index_select(0, Painted());
        return new Batch(_channelsLast ? inputs.permute(0, 3, 1, 2) : inputs, targets, samples) // [N,3,S,S]
        {
            Weights = _feed.Weights is { } weights ? tensor([.. samples.Select(sample => weights[sample])], float32) : null,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _inputs.Dispose();

    private Tensor Painted() => tensor([.. _samples.Index().Where(place => place.Item is not null).Select(place => (long)place.Index)], int64);
}
