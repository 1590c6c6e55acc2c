using Atelier.Bench.Harness;
using Atelier.Bench.Notebook;
using Atelier.Core;
using Atelier.Kernels;
using Atelier.Models;
using static TorchSharp.torch;

namespace Atelier.Bench.Benchmarks;

/// <summary>Evaluation by TorchSharp: as its modules are, or as Atelier prepares them.</summary>
public sealed class InferenceWorkload : IWorkload
{
    private readonly nn.Module<Tensor, Tensor> _network;
    private readonly Tensor _inputs;

    private InferenceWorkload(nn.Module<Tensor, Tensor> network, Tensor inputs) => (_network, _inputs) = (network, inputs);

    /// <summary>Modules in evaluation mode, and nothing else.</summary>
    /// <param name="kind">The network.</param>
    /// <param name="batch">Images at a time.</param>
    public static InferenceWorkload Plain(NetworkEntry kind, int batch)
    {
        var network = kind.Create(1000);
        DeterministicFill.Weights(network);
        network.eval();
        return new(network, DeterministicFill.Images(kind.Preprocessing.ImageSize, batch));
    }

    /// <summary>Prepared for inference as <c>atelier predict</c> does, with memory kept and images that lie channels last.</summary>
    /// <param name="kind">The network.</param>
    /// <param name="batch">Images at a time.</param>
    public static InferenceWorkload Prepared(NetworkEntry kind, int batch)
    {
        NativeTorch.KeepMemory();
        var network = kind.Create(1000);
        DeterministicFill.Weights(network);
        InferenceFolding.Apply(network);
        using var images = DeterministicFill.Images(kind.Preprocessing.ImageSize, batch);
        return new(network, ChannelsLast.From(images));
    }

    /// <inheritdoc/>
    public double Run()
    {
        using var untracked = no_grad();
        var sum = 0.0;
        for (var done = 0L; done < InferenceBenchmark.Images; done += _inputs.shape[0])
        {
            using var scope = NewDisposeScope();
            sum += _network.call(_inputs).abs().sum().item<float>();
        }
        return sum;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Dispose();
        _inputs.Dispose();
    }
}
