using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>Puts other weights into a network temporarily; disposing it restores the network's own, bit for bit.</summary>
internal sealed class WeightSwap : IDisposable
{
    private readonly nn.Module _network;
    private readonly Dictionary<string, Tensor> _own = new(StringComparer.Ordinal);

    /// <param name="network">Receives the weights.</param>
    /// <param name="weights">By the network's names; whatever is missing stays as it is. They remain the caller's.</param>
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

    /// <summary>Restores the network's own weights.</summary>
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
