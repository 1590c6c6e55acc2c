using Atelier.Bench.Harness;
using Atelier.Bench.Notebook;
using Atelier.Core;
using Atelier.Kernels;
using Atelier.Models;
using static TorchSharp.torch;

namespace Atelier.Bench.Benchmarks;

/// <summary>Evaluation by Atelier.</summary>
public sealed class InferenceWorkload : IWorkload
{
    private readonly nn.Module<Tensor, Tensor> _network;
    private readonly Tensor _inputs;

    /// <param name="kind">The network.</param>
    /// <param name="batch">Images at a time.</param>
    public InferenceWorkload(NetworkEntry kind, int batch)
    {
        NativeTorch.KeepMemory();
        _network = kind.Create(1000);
        DeterministicFill.Weights(_network);
        InferenceFolding.Apply(_network);
        using var scope = NewDisposeScope();
        _inputs = ChannelsLast.From(cat([.. Enumerable.Range(0, batch).Select(i => DeterministicFill.Image(kind.Preprocessing.ImageSize, 0.3 + 0.1 * i))])).DetachFromDisposeScope();
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
