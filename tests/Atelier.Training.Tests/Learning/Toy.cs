using Atelier.Data;
using static TorchSharp.torch;

namespace Atelier.Training.Tests;

/// <summary>A problem small enough to train in milliseconds: three blobs of points, and a network with batch norm and dropout.</summary>
internal sealed class Toy : IDisposable
{
    private readonly Tensor _inputs, _targets;
    private readonly Tensor? _weights;

    /// <param name="samples">How many.</param>
    /// <param name="batchSize">Of training and validation.</param>
    /// <param name="seed">Of points and order.</param>
    /// <param name="firstWeight">What the first sample weighs, the others weighing 1 to 3 by class; null for no weights.</param>
    /// <param name="groups">By sample, to draw equally; null for none.</param>
    public Toy(int samples = 120, int batchSize = 12, int seed = 5, float? firstWeight = null, IReadOnlyList<int?>? groups = null)
    {
        using var scope = NewDisposeScope();
        var generator = new Random(seed);
        var classes = Enumerable.Range(0, samples).Select(i => (long)(i % 3)).ToArray();
        var points = classes.SelectMany(c => Enumerable.Range(0, 4).Select(d => (float)(generator.NextDouble() * 2 - 1 + (d == c ? 1.2 : 0)))).ToArray();
        _inputs = tensor(points, [samples, 4]).DetachFromDisposeScope();
        _targets = tensor(classes).DetachFromDisposeScope();
        _weights = firstWeight is { } first ? tensor([first, .. classes.Skip(1).Select(c => 1f + c)]).DetachFromDisposeScope() : null;
        Data = new(
            new TensorBatches(_inputs, _targets) { BatchSize = batchSize, Seed = seed, Groups = groups, Weights = _weights },
            new TensorBatches(_inputs, _targets) { BatchSize = batchSize, Shuffle = false }) { Classes = ["a", "b", "c"] };
    }

    public TrainingData Data { get; }

    /// <summary>The training samples in another order.</summary>
    public TensorBatches Reseeded() => new(_inputs, _targets) { BatchSize = ((TensorBatches)Data.Training).BatchSize, Seed = 77 };

    /// <summary>The training samples in other batches.</summary>
    public TensorBatches InBatchesOf(int size) => new(_inputs, _targets) { BatchSize = size };

    public static nn.Module<Tensor, Tensor> Network(int seed = 1, double dropout = 0.2)
    {
        random.manual_seed(seed);
        return nn.Sequential(
            ("first", nn.Linear(4, 16)), ("norm", nn.BatchNorm1d(16)), ("relu", nn.ReLU()), ("drop", nn.Dropout(dropout)), ("last", nn.Linear(16, 3)));
    }

    /// <summary>All weights and buffers as one list of numbers, to compare bit for bit.</summary>
    public static float[] Weights(nn.Module network)
    {
        using var scope = NewDisposeScope();
        return [.. network.state_dict().Values.SelectMany(value => value.detach().to(float32).data<float>().ToArray())];
    }

    public void Dispose()
    {
        _inputs.Dispose();
        _targets.Dispose();
        _weights?.Dispose();
    }
}
