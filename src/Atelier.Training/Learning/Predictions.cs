using static TorchSharp.torch;

namespace Atelier.Training.Learning;

/// <summary>What a network says of every sample of a data set. It owns its tensors, which are on the CPU.</summary>
public sealed class Predictions : IDisposable
{
    internal Predictions(Tensor outputs, Tensor targets, IReadOnlyList<int> samples) =>
        (Outputs, Targets, Samples) = (outputs.DetachFromDisposeScope(), targets.DetachFromDisposeScope(), samples);

    /// <summary>[N,C] float32: logits, for a classifier.</summary>
    public Tensor Outputs { get; }

    /// <summary>[N] int64: the true classes.</summary>
    public Tensor Targets { get; }

    /// <summary>The samples' indices in their data set, N of them.</summary>
    public IReadOnlyList<int> Samples { get; }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        Outputs.Dispose();
        Targets.Dispose();
    }
}
