using Atelier.Bench.Harness;
using Atelier.Bench.Notebook;
using Atelier.Core;
using Atelier.Kernels;
using Atelier.Models;
using Atelier.Training;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Bench.Benchmarks;

/// <summary>Training steps of modules of TorchSharp: as its users write them, or as <c>atelier train</c> takes them.</summary>
public sealed class TrainingWorkload : IWorkload
{
    private const double LearningRate = 1e-3;
    private const double Momentum = 0.9;

    private readonly nn.Module<Tensor, Tensor> _network;
    private readonly Tensor _inputs;
    private readonly Tensor _targets;
    private readonly IDisposable _optimizer;
    private readonly Func<Tensor, Tensor, Tensor> _loss;
    private readonly Action _step;

    private TrainingWorkload(nn.Module<Tensor, Tensor> network, Tensor inputs, Func<Tensor, Tensor, Tensor> loss, IDisposable optimizer, Action step)
    {
        (_network, _inputs, _loss, _optimizer, _step) = (network, inputs, loss, optimizer, step);
        _targets = Arange(inputs.shape[0]) % Number(TrainingBenchmark.Classes);
        network.train();
    }

    /// <summary>Modules, loss and optimizer of TorchSharp, and nothing else.</summary>
    /// <param name="network">By its name in the catalog.</param>
    /// <param name="size">The images' side in pixels.</param>
    public static TrainingWorkload Plain(string network, int size)
    {
        var module = Create(network);
        var optimizer = optim.SGD(module.parameters(), LearningRate, Momentum);
        var loss = nn.CrossEntropyLoss();
        return new(module, Images(size), loss.call, optimizer, () => optimizer.step());
    }

    /// <summary>Channels last, memory kept, and our loss and optimizer.</summary>
    /// <param name="network">By its name in the catalog.</param>
    /// <param name="size">The images' side in pixels.</param>
    public static TrainingWorkload Prepared(string network, int size)
    {
        NativeTorch.KeepMemory();
        var module = Create(network);
        ChannelsLast.Convert(module);
        var optimizer = OptimizerKind.Sgd.Create([[.. module.parameters()]]);
        var loss = new CrossEntropy();
        using var images = Images(size);
        return new(
            module, ChannelsLast.From(images), (scores, targets) => loss.Compute(scores, targets), optimizer,
            () => optimizer.Step(new(LearningRates: LearningRate, Momentum: Momentum, Beta: 0, WeightDecay: 0)));
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

    private static Classifier Create(string network)
    {
        var module = NetworkCatalog.Create(network, TrainingBenchmark.Classes);
        DeterministicFill.Weights(module);
        return module;
    }

    private static Tensor Images(int size) => DeterministicFill.Images(size, TrainingBenchmark.Batch(size));

    private float Step()
    {
        using var scope = NewDisposeScope();
        var loss = _loss(_network.call(_inputs), _targets);
        loss.backward();
        _step();
        _network.zero_grad();
        return loss.item<float>();
    }
}
