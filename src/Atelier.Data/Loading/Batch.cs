using static TorchSharp.torch;

namespace Atelier.Data;

/// <summary>Samples that go through the network together. It owns its tensors.</summary>
public sealed class Batch : IDisposable
{
    /// <param name="inputs">[N,...] float32, as the network takes them: images [N,3,H,W], normalized.</param>
    /// <param name="targets">What to learn: [N] int64 classes, or whatever the objective understands.</param>
    /// <param name="samples">The samples' indices in their data set, N of them.</param>
    public Batch(Tensor inputs, Tensor targets, IReadOnlyList<int> samples)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        (Inputs, Targets, Samples) = (inputs.DetachFromDisposeScope(), targets.DetachFromDisposeScope(), samples);
    }

    /// <summary>[N,...] float32.</summary>
    public Tensor Inputs { get; }

    /// <summary>[N] int64 classes, or whatever the objective understands.</summary>
    public Tensor Targets { get; }

    /// <summary>The samples' indices in their data set.</summary>
    public IReadOnlyList<int> Samples { get; }

    /// <summary>Weights of the samples' losses: [N] float32, or null if all count the same.</summary>
    public Tensor? Weights { get; init => field = value?.DetachFromDisposeScope(); }

    /// <summary>N.</summary>
    public int Size => Samples.Count;

    /// <summary>A copy on a device; this one stays the caller's.</summary>
    public Batch To(Device device) => new(Inputs.to(device), Targets.to(device), Samples) { Weights = Weights?.to(device) };

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        Inputs.Dispose();
        Targets.Dispose();
        Weights?.Dispose();
    }
}
