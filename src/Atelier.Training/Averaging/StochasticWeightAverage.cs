using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>The mean of a network's parameters at several moments of its training: w_swa = (w_swa n + w)/(n + 1), n = n + 1.</summary>
/// <remarks>
/// Izmailov et al., "Averaging Weights Leads to Wider Optima and Better Generalization", 2018. Running statistics of batch
/// norm are not averaged: those of the averaged weights are measured by <see cref="BatchNormStatistics"/>.
/// </remarks>
public sealed class StochasticWeightAverage : IDisposable
{
    private const string ModelsKey = "models";
    private readonly Dictionary<string, Tensor> _weights = new(StringComparer.Ordinal);
    private readonly HashSet<string> _parameters = new(StringComparer.Ordinal);

    /// <summary>n, the models averaged so far.</summary>
    public int Models { get; private set; }

    /// <summary>Takes in a network's parameters; from the first call on, buffers are copied as they are.</summary>
    public void Update(nn.Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, parameter) in network.named_parameters())
        {
            _parameters.Add(name);
            if (_weights.TryGetValue(name, out var mean))
                mean.lerp_(parameter, 1.0 / (Models + 1));
            else
                _weights.Add(name, parameter.detach().clone().DetachFromDisposeScope());
        }
        TakeBuffers(network);
        Models++;
    }

    /// <summary>
    /// Puts the averaged model into a network until the result is disposed, which puts back the network's own weights, bit for bit.
    /// </summary>
    /// <exception cref="InvalidOperationException">Nothing was averaged yet.</exception>
    public WeightSwap ApplyTo(nn.Module network) =>
        Models > 0 ? new WeightSwap(network, _weights) : throw new InvalidOperationException("Nothing is averaged yet.");

    /// <summary>Keeps a network's buffers as the averaged model's: those that were measured with its weights.</summary>
    public void TakeBuffers(nn.Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, buffer) in network.state_dict().Where(entry => !_parameters.Contains(entry.Key)))
            if (_weights.TryGetValue(name, out var own))
                own.copy_(buffer);
            else
                _weights.Add(name, buffer.clone().DetachFromDisposeScope());
    }

    /// <summary>A copy of the averaged model under the network's names, and of n. The caller owns it.</summary>
    public StateDict Save() =>
        new([.. _weights.Select(entry => KeyValuePair.Create($"weights.{entry.Key}", entry.Value.clone())), new(ModelsKey, tensor((long)Models))]);

    /// <summary>Puts back what <see cref="Save"/> gave.</summary>
    /// <param name="state">Names to tensors.</param>
    /// <param name="network">Tells parameters from buffers.</param>
    public void Load(IReadOnlyDictionary<string, Tensor> state, nn.Module network)
    {
        ArgumentNullException.ThrowIfNull(state);
        Dispose();
        foreach (var (name, _) in network.named_parameters())
            _parameters.Add(name);
        foreach (var (name, value) in state.Where(entry => entry.Key != ModelsKey))
            _weights.Add(name["weights.".Length..], value.clone().DetachFromDisposeScope());
        Models = (int)state[ModelsKey].item<long>();
    }

    /// <summary>Frees the average.</summary>
    public void Dispose()
    {
        foreach (var weight in _weights.Values)
            weight.Dispose();
        _weights.Clear();
        _parameters.Clear();
        Models = 0;
    }
}
