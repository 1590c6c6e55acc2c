using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>Keeps training from ruining a network's batch norm without a word, until it is disposed.</summary>
internal sealed class BatchNormGuard : IDisposable
{
    private readonly nn.Module _network;
    private readonly List<Action> _removals = [];

    /// <summary>From now on, a layer in training mode refuses a batch with a single value per channel, as PyTorch's do.</summary>
    public BatchNormGuard(nn.Module network)
    {
        _network = network;
        foreach (var (name, module) in network.named_modules())
            if (module is BatchNorm norm)
                _removals.Add(norm.register_forward_pre_hook((_, input) => Check(name, norm.training, input)).remove);
    }

    /// <summary>Whether training on such a batch would be refused, found out before anything is trained: nothing of the network changes.</summary>
    /// <param name="network">The network; put into evaluation mode.</param>
    /// <param name="batch">As large as the smallest batch, with any values.</param>
    /// <exception cref="TrainingException">A layer would get a single value per channel.</exception>
    public static void Try(nn.Module<Tensor, Tensor> network, Tensor batch)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var hooks = network.named_modules().Where(module => module.module is BatchNorm norm && !IsFrozen(norm))
            .Select(module => ((BatchNorm)module.module).register_forward_pre_hook((_, input) => Check(module.name, isTraining: true, input))).ToList();
        try
        {
            network.eval();
            network.call(batch);
        }
        finally
        {
            hooks.ForEach(hook => hook.remove());
        }
    }

    /// <summary>Whether a layer belongs to what is frozen: its parameters do not change, so its statistics must not either.</summary>
    public static bool IsFrozen(NormBase norm) => norm.parameters().ToList() is { Count: > 0 } parameters && parameters.TrueForAll(parameter => !parameter.requires_grad);

    /// <summary>Puts the network into training mode, except for frozen batch norm, which would otherwise drift from its weights.</summary>
    public void Train()
    {
        _network.train();
        foreach (var norm in _network.modules().OfType<NormBase>().Where(IsFrozen))
            norm.eval();
    }

    /// <inheritdoc/>
    public void Dispose() => _removals.ForEach(remove => remove());

    // The variance of one value is not a number, and would enter the running statistics.
    private static Tensor Check(string name, bool isTraining, Tensor input)
    {
        if (isTraining && input.shape is [var n, var channels, ..] && input.numel() == channels)
            throw new TrainingException(
                $"Batch norm needs more than one value per channel, but {name} gets a single one from a batch of {n}: use larger batches or images, or leave out what remains for the last batch of an epoch.");
        return input;
    }
}
