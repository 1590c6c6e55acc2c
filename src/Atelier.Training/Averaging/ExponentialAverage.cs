using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>
/// The exponential moving average of a network's weights: a = d a + (1 - d) w after every step, with d rising from 0.18 at
/// first to its full value. Parameters and batch norm's statistics are averaged; counts are copied. Not safe for concurrent use.
/// </summary>
/// <remarks>The warm-up, d = min(decay, (1 + n)/(10 + n)) at the n-th update, is TensorFlow's.</remarks>
public sealed class ExponentialAverage : IDisposable
{
    private const string UpdatesKey = "updates";
    private const string WeightsPrefix = "weights.";

    private readonly Dictionary<string, Tensor> _weights = new(StringComparer.Ordinal);

    /// <param name="network">Where the average starts; it stays the caller's.</param>
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

    /// <summary>Takes in the network's weights after a step.</summary>
    /// <exception cref="ArgumentException">It is another network.</exception>
    public void Update(nn.Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        Updates++;
        var share = 1 - Math.Min(Decay, (1.0 + Updates) / (10 + Updates));
        foreach (var (name, tensor) in network.state_dict())
            if (!_weights.TryGetValue(name, out var average))
                throw new ArgumentException($"The average is of another network: it has no '{name}'.", nameof(network));
            else if (average.is_floating_point())
                average.lerp_(tensor, share);
            else
                average.copy_(tensor);
    }

    /// <summary>Puts the average into a network until the result is disposed, which puts back the network's own weights, bit for bit.</summary>
    public WeightSwap ApplyTo(nn.Module network) => new(network, _weights);

    /// <summary>Copies the average into a network for good.</summary>
    /// <exception cref="WeightFileException">It is another network.</exception>
    public void CopyTo(nn.Module network)
    {
        using var weights = new StateDict([.. _weights.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.alias()))]);
        weights.LoadInto(network, "the exponential average");
    }

    /// <summary>A copy of the average under the network's names, and of n. The caller owns it.</summary>
    public StateDict Save() =>
        new([.. _weights.Select(entry => KeyValuePair.Create(WeightsPrefix + entry.Key, entry.Value.clone())), new(UpdatesKey, tensor(Updates))]);

    /// <summary>Puts back what <see cref="Save"/> gave.</summary>
    /// <exception cref="ArgumentException">It is of another network; nothing is changed.</exception>
    public void Load(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        foreach (var (name, average) in _weights)
            if (!state.TryGetValue(WeightsPrefix + name, out var saved) || !saved.shape.AsSpan().SequenceEqual(average.shape))
                throw new ArgumentException($"The average is of another network: '{name}' does not fit.", nameof(state));
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        foreach (var (name, average) in _weights)
            average.copy_(state[WeightsPrefix + name]);
        Updates = state[UpdatesKey].item<long>();
    }

    /// <summary>Frees the average.</summary>
    public void Dispose()
    {
        foreach (var weight in _weights.Values)
            weight.Dispose();
        _weights.Clear();
    }
}
