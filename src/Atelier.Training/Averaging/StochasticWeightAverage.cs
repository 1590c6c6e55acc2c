using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>The mean of a network's parameters at several points in its training: w_swa = (w_swa n + w)/(n + 1), n = n + 1.</summary>
/// <remarks>
/// Izmailov et al., "Averaging Weights Leads to Wider Optima and Better Generalization", 2018. Running statistics of batch
/// norm are not averaged: those of the averaged weights are measured by <see cref="BatchNormStatistics"/>.
/// </remarks>
internal sealed class StochasticWeightAverage(nn.Module network) : IStateful, IDisposable
{
    private readonly Dictionary<string, Tensor> _weights = new(StringComparer.Ordinal);
    private readonly HashSet<string> _parameters = [.. network.named_parameters().Select(parameter => parameter.name)];

    /// <summary>n, the models averaged so far.</summary>
    public int Models { get; private set; }

    /// <summary>Adds the network's parameters; buffers are copied as they are from the first call on.</summary>
    public void Update()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, parameter) in network.named_parameters())
            if (_weights.TryGetValue(name, out var mean))
                mean.lerp_(parameter, 1.0 / (Models + 1));
            else
                _weights.Add(name, parameter.detach().clone().DetachFromDisposeScope());
        TakeBuffers();
        Models++;
    }

    /// <summary>
    /// Puts the averaged model into a network until the result is disposed, which restores the network's own weights, bit for bit.
    /// </summary>
    /// <exception cref="InvalidOperationException">Nothing has been averaged yet.</exception>
    public WeightSwap ApplyTo(nn.Module target) =>
        Models > 0 ? new WeightSwap(target, _weights) : throw new InvalidOperationException("Nothing has been averaged yet.");

    /// <summary>Takes over the network's buffers, measured with the averaged weights, as the averaged model's.</summary>
    public void TakeBuffers()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, buffer) in network.state_dict().Where(entry => !_parameters.Contains(entry.Key)))
            if (_weights.TryGetValue(name, out var own))
                own.copy_(buffer);
            else
                _weights.Add(name, buffer.clone().DetachFromDisposeScope());
    }

    /// <summary>Writes the averaged model, under the network's names, and n.</summary>
    public void Save(StateWriter to)
    {
        to.Write("models", Models);
        foreach (var (name, weight) in _weights)
            to.Child("weights").Write(name, weight);
    }

    /// <summary>Restores what <see cref="Save"/> wrote.</summary>
    public void Load(StateReader from)
    {
        Dispose();
        Models = from.ReadInt("models");
        if (Models == 0)
            return;
        using var scope = NewDisposeScope();
        foreach (var (name, tensor) in network.state_dict())
        {
            _weights.Add(name, tensor.detach().clone().DetachFromDisposeScope());
            from.Child("weights").ReadInto(name, _weights[name]);
        }
    }

    /// <summary>Frees the average.</summary>
    public void Dispose()
    {
        foreach (var weight in _weights.Values)
            weight.Dispose();
        _weights.Clear();
        Models = 0;
    }
}
