using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Data;

/// <summary>Batches of samples that are in memory as tensors. It borrows the tensors, which must live as long as it is read.</summary>
public sealed class TensorBatches : IBatchSource
{
    private readonly Tensor _inputs, _targets;
    private BatchOrder _order = new();

    /// <param name="inputs">[N,...] float32, on the CPU.</param>
    /// <param name="targets">[N,...], on the CPU: int64 classes, or what the objective understands.</param>
    /// <exception cref="ShapeException">There are no samples, or not as many targets.</exception>
    public TensorBatches(Tensor inputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (inputs.shape is not [> 0, ..])
            throw new ShapeException("[N,...] with N > 0", inputs.shape);
        if (targets.shape is not [var n, ..] || n != inputs.shape[0])
            throw new ShapeException($"[{inputs.shape[0]},...], a target for each input", targets.shape);
        (_inputs, _targets) = (inputs, targets);
    }

    /// <summary>Samples in a batch; the last may have fewer. 1 or more, 64 by default.</summary>
    public int BatchSize { get => _order.BatchSize; init => _order = _order with { BatchSize = value }; }

    /// <summary>Chooses the order of every epoch; 0 by default.</summary>
    public long Seed { get => _order.Seed; init => _order = _order with { Seed = value }; }

    /// <summary>Whether each epoch has its own order; true by default. Otherwise all have the tensors'.</summary>
    public bool Shuffle { get => _order.Shuffle; init => _order = _order with { Shuffle = value }; }

    /// <summary>
    /// Whether samples that do not fill a batch are left out of the epoch (different ones each time, when shuffled); false by
    /// default. It has no effect if they are the only batch.
    /// </summary>
    public bool DropLast { get => _order.DropLast; init => _order = _order with { DropLast = value }; }

    /// <summary>
    /// The group of each sample, null for none. An epoch then draws the groups equally, in as many draws as there are samples, and
    /// is always shuffled: every batch has each group as often as any other, to within one. A small group's samples come several
    /// times, a large one's not all; every sample of a group comes before one of them comes again. A sample without a group comes
    /// once. Null, the default, for an epoch that sees every sample once.
    /// </summary>
    public IReadOnlyList<int?>? Groups { get => _order.Groups; init => _order = _order with { Groups = value }; }

    /// <summary>How much each sample counts in the loss: [N] float32 greater than 0, on the CPU and borrowed like the others; null, the default, if all count the same.</summary>
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
    public string Digest
    {
        get
        {
            using var digest = new SampleDigest();
            return digest.Add(_order).AddWeights(Weights?.data<float>().ToArray()).Add(_inputs).Add(_targets).Finish();
        }
    }

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
