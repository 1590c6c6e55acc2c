using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>
/// The exponential moving average of a network's weights: a = d a + (1 - d) w after every step, with d rising from 0.18
/// to its full value. Parameters and batch norm's statistics are averaged; counts are copied. Not safe for concurrent use.
/// </summary>
/// <remarks>The warm-up, d = min(decay, (1 + n)/(10 + n)) at the n-th update, is TensorFlow's.</remarks>
internal sealed class ExponentialAverage : IStateful, IDisposable
{
    private readonly Dictionary<string, Tensor> _weights = new(StringComparer.Ordinal);

    /// <param name="network">Where the average starts; it remains the caller's.</param>
    /// <param name="decay">d once warm, in [0,1): the average looks back over about 1/(1 - d) steps.</param>
    public ExponentialAverage(nn.Module network, double decay = 0.999)
    {
        ArgumentNullException.ThrowIfNull(network);
        Decay = Require.InRange(decay, 0, 1 - 1e-12);
        using var untracked = no_grad();
        foreach (var (name, tensor) in network.state_dict())
            _weights.Add(name, tensor.clone().DetachFromDisposeScope());
    }

    /// <summary>d once warm.</summary>
    public double Decay { get; }

    /// <summary>n, the updates so far.</summary>
    public long Updates { get; private set; }

    /// <summary>Adds the network's weights after a step.</summary>
    /// <exception cref="ArgumentException">It is a different network.</exception>
    public void Update(nn.Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        Updates++;
        var share = 1 - Math.Min(Decay, (1.0 + Updates) / (10 + Updates));
        foreach (var (name, tensor) in network.state_dict())
            if (!_weights.TryGetValue(name, out var average))
                throw new ArgumentException($"The average belongs to a different network: it has no '{name}'.", nameof(network));
            else if (average.is_floating_point())
                average.lerp_(tensor, share);
            else
                average.copy_(tensor);
    }

    /// <summary>Puts the average into a network until the result is disposed, which restores the network's own weights, bit for bit.</summary>
    public WeightSwap ApplyTo(nn.Module network) => new(network, _weights);

    /// <summary>Writes the average, under the network's names, and n.</summary>
    public void Save(StateWriter to)
    {
        to.Write("updates", Updates);
        foreach (var (name, average) in _weights)
            to.Child("weights").Write(name, average);
    }

    /// <summary>Restores what <see cref="Save"/> wrote.</summary>
    public void Load(StateReader from)
    {
        Updates = from.ReadLong("updates");
        foreach (var (name, average) in _weights)
            from.Child("weights").ReadInto(name, average);
    }

    /// <summary>Frees the average.</summary>
    public void Dispose()
    {
        foreach (var weight in _weights.Values)
            weight.Dispose();
        _weights.Clear();
    }
}
