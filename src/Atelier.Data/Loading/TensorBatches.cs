using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Data;

/// <summary>Batches of samples that are in memory as tensors. It borrows the tensors: they must live as long as it is read.</summary>
public sealed class TensorBatches : IBatchSource
{
    private readonly Tensor _inputs, _targets;
    private readonly BatchOrder _order;

    /// <param name="inputs">[N,...] float32, on the CPU.</param>
    /// <param name="targets">[N,...], on the CPU: int64 classes, or what the objective understands.</param>
    /// <param name="order">Batch size, seed, shuffling; the defaults if null.</param>
    /// <exception cref="ShapeException">There are no samples, or not as many targets.</exception>
    public TensorBatches(Tensor inputs, Tensor targets, BatchOrder? order = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (inputs.shape is not [> 0, ..])
            throw new ShapeException("[N,...] with N > 0", inputs.shape);
        if (targets.shape is not [var n, ..] || n != inputs.shape[0])
            throw new ShapeException($"[{inputs.shape[0]},...], a target for each input", targets.shape);
        (_inputs, _targets, _order) = (inputs, targets, order ?? new());
    }

    /// <summary>How much each sample counts in the loss: [N] float32 greater than 0, on the CPU and borrowed like the others; null, the default, where all count alike.</summary>
    /// <exception cref="ShapeException">There are not as many as samples.</exception>
    public Tensor? Weights
    {
        get;
        init => field = value is null || value.shape is [var n] && n == Samples ? value : throw new ShapeException($"[{Samples}], a weight for each sample", value.shape);
    }

    /// <inheritdoc/>
    public int Count => _order.SeenOf(Samples);

    /// <inheritdoc/>
    public int BatchesPerEpoch => _order.BatchesOf(Samples);

    /// <inheritdoc/>
    public string SamplingDigest => SampleDigest.Compute(Weights is null ? null : Weights.data<float>().ToArray(), _order.Groups);

    private int Samples => (int)_inputs.shape[0];

    /// <inheritdoc/>
    public IEnumerable<Batch> Read(int epoch, int first = 0, CancellationToken stop = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        return Batches(epoch, first, stop);
    }

    private IEnumerable<Batch> Batches(int epoch, int first, CancellationToken stop)
    {
        var order = _order.Of(Samples, epoch);
        for (var batch = first; batch < BatchesPerEpoch; batch++)
        {
            stop.ThrowIfCancellationRequested();
            yield return Gather(_order.Cut(order, batch));
        }
    }

    private Batch Gather(int[] samples)
    {
        using var scope = NewDisposeScope();
        var chosen = tensor([.. samples.Select(sample => (long)sample)], int64);
        return new Batch(_inputs.index_select(0, chosen), _targets.index_select(0, chosen), samples) { Weights = Weights?.index_select(0, chosen) };
    }
}
