using Atelier.Bench.Harness;
using Atelier.Bench.Notebook;
using Atelier.Core;
using Atelier.Kernels;
using Atelier.Models;
using Atelier.Training;
using static TorchSharp.torch;

namespace Atelier.Bench.Benchmarks;

/// <summary>Training steps by Atelier.</summary>
public sealed class TrainingWorkload : IWorkload
{
    private readonly nn.Module<Tensor, Tensor> _network;
    private readonly Optimizer _optimizer;
    private readonly CrossEntropy _loss = new();
    private readonly Tensor _inputs;
    private readonly Tensor _targets;

    /// <param name="size">The images' side in pixels.</param>
    public TrainingWorkload(int size)
    {
        NativeTorch.KeepMemory();
        _network = NetworkCatalog.Create("resnet18", TrainingBenchmark.Classes);
        DeterministicFill.Weights(_network);
        ChannelsLast.Convert(_network);
        _network.train();
        _optimizer = OptimizerKind.Sgd.Create([[.. _network.parameters()]]);
        using var scope = NewDisposeScope();
        var images = Enumerable.Range(0, TrainingBenchmark.Batch(size)).Select(i => DeterministicFill.Image(size, 0.3 + 0.1 * i));
        _inputs = ChannelsLast.From(cat([.. images])).DetachFromDisposeScope();
        _targets = (arange(_inputs.shape[0]) % TrainingBenchmark.Classes).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public double Run()
    {
        var loss = double.NaN;
        for (var done = 0L; done < TrainingBenchmark.Images; done += _inputs.shape[0])
            loss = Step();
        return loss;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
        _inputs.Dispose();
        _targets.Dispose();
    }

    private float Step()
    {
        using var scope = NewDisposeScope();
        var loss = _loss.Compute(_network.call(_inputs), _targets);
        loss.backward();
        _optimizer.Step(new(LearningRates: 1e-3, Momentum: 0.9, Beta: 0, WeightDecay: 0));
        _network.zero_grad();
        return loss.item<float>();
    }
}
