using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>Other weights in a network for a while; disposed, it puts the network's own back, bit for bit.</summary>
internal sealed class WeightSwap : IDisposable
{
    private readonly nn.Module _network;
    private readonly Dictionary<string, Tensor> _own = new(StringComparer.Ordinal);

    /// <param name="network">Gets the weights.</param>
    /// <param name="weights">By the network's names; what is missing stays as it is. They stay the caller's.</param>
    public WeightSwap(nn.Module network, IReadOnlyDictionary<string, Tensor> weights)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(weights);
        _network = network;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, target) in network.state_dict())
        {
            if (!weights.TryGetValue(name, out var weight))
                continue;
            _own.Add(name, target.detach().clone().DetachFromDisposeScope());
            target.copy_(weight);
        }
    }

    /// <summary>Puts the network's own weights back.</summary>
    public void Dispose()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, target) in _network.state_dict())
            if (_own.Remove(name, out var own))
            {
                target.copy_(own);
                own.Dispose();
            }
    }
}
