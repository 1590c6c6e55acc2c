using Atelier.Core;
using TorchSharp.Modules;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>An optimizer of TorchSharp; see <see cref="OptimizerKind.Custom"/>.</summary>
/// <param name="Kind">The kind's name.</param>
/// <param name="Make">Makes the optimizer of one layer group's parameters.</param>
internal sealed record CustomKind(string Kind, Func<IReadOnlyList<Parameter>, optim.Optimizer> Make) : OptimizerKind
{
    /// <inheritdoc/>
    public override string Name => Kind;

    /// <inheritdoc/>
    public override double DefaultMomentum => 0.9;

    /// <inheritdoc/>
    public override double DefaultBeta => 0.999;

    /// <inheritdoc/>
    internal override Optimizer Create(IReadOnlyList<IReadOnlyList<Parameter>> groups) => new CustomOptimizer(groups, Make);
}

/// <summary>Optimizers of TorchSharp, one for each layer group. Learning rate, momentum and betas are set before every step.</summary>
internal sealed class CustomOptimizer(
    IReadOnlyList<IReadOnlyList<Parameter>> groups, Func<IReadOnlyList<Parameter>, optim.Optimizer> create) : Optimizer(groups)
{
    private readonly optim.Optimizer[] _optimizers = [.. groups.Select(create)];

    public override void Step(StepSettings settings)
    {
        for (var group = 0; group < _optimizers.Length; group++)
        {
            using var scope = NewDisposeScope();
            Set(_optimizers[group], settings, group);
            var gradients = Decay(group, settings);
            _optimizers[group].step()?.Dispose();
            foreach (var (parameter, gradient) in gradients)
                using (no_grad())
                    parameter.grad!.copy_(gradient);
        }
    }

    public override void Save(StateWriter to)
    {
        foreach (var (group, optimizer) in _optimizers.Index())
        {
            using var bytes = Serialize(optimizer);
            to.Write($"{group}", bytes);
        }
    }

    public override void Load(StateReader from)
    {
        foreach (var (group, optimizer) in _optimizers.Index())
        {
            using var bytes = from.ReadTensor($"{group}");
            if (bytes.dtype is not ScalarType.Byte)
                throw new CheckpointException(from.Source, $"holds the state of a different optimizer, not {optimizer.GetType().Name}: train with the original one, or start over.");
            using var reader = new BinaryReader(new MemoryStream(bytes.data<byte>().ToArray()));
            Resumable(optimizer).load_state_dict(reader);
        }
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var optimizer in _optimizers)
            optimizer.Dispose();
    }

    private static void Set(optim.Optimizer optimizer, StepSettings settings, int group)
    {
        foreach (var part in optimizer.ParamGroups)
        {
            part.LearningRate = settings.LearningRates.For(group);
            if (part is optim.IMomentum momentum)
                momentum.Momentum = settings.Momentum;
            if (part is optim.IBetas betas)
                betas.Betas = (settings.Momentum, settings.Beta);
        }
    }

    // Returns the gradients that it changed, as they were.
    private List<(Parameter Parameter, Tensor Gradient)> Decay(int group, StepSettings settings)
    {
        using var untracked = no_grad();
        var changed = new List<(Parameter, Tensor)>();
        var decay = settings.WeightDecay.For(group);
        if (decay == 0)
            return changed;
        foreach (var parameter in Groups[group])
        {
            if (parameter.grad is not { } gradient)
                continue;
            if (!settings.WeightDecayInLoss)
            {
                parameter.mul_(Number(1 - decay * settings.LearningRates.For(group)));
                continue;
            }
            changed.Add((parameter, gradient.clone()));
            gradient.add_(parameter, alpha: Number(decay));
        }
        return changed;
    }

    private static Tensor Serialize(optim.Optimizer optimizer)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        Resumable(optimizer).save_state_dict(writer);
        writer.Flush();
        return tensor(stream.ToArray());
    }

    private static OptimizerHelper Resumable(optim.Optimizer optimizer) =>
        optimizer as OptimizerHelper
        ?? throw new NotSupportedException($"{optimizer.GetType().Name} cannot save its state: train without checkpoints, or with another optimizer.");
}
