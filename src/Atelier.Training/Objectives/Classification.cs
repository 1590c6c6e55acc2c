using Atelier.Data;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>See <see cref="Objective.Classification(nn.Module{Tensor, Tensor}, Loss?)"/>.</summary>
internal sealed class Classification(nn.Module<Tensor, Tensor> network, Loss? loss = null) : Objective
{
    private readonly Loss _loss = loss ?? new CrossEntropy();
    private readonly CrossEntropy _plain = new();

    /// <inheritdoc/>
    internal override string? Settings => _loss.Settings;

    /// <inheritdoc/>
    public override nn.Module Network => network;

    /// <inheritdoc/>
    public override Tensor TrainingLoss(Batch batch) => _loss.Compute(network.call(batch.Inputs), batch.Targets, batch.Weights);

    /// <inheritdoc/>
    public override (Tensor Loss, Tensor Output) Validate(Batch batch)
    {
        var logits = network.call(batch.Inputs);
        return (_plain.Compute(logits, batch.Targets), logits);
    }
}

/// <summary>The same with auxiliary heads.</summary>
internal sealed class AuxiliaryClassification(
    nn.Module<Tensor, Tensor> network, Func<Tensor, IReadOnlyList<Tensor>> outputs, IReadOnlyList<double> headWeights, Loss? loss = null) : Objective
{
    private readonly Loss _loss = loss ?? new CrossEntropy();
    private readonly Classification _own = new(network, loss);

    /// <inheritdoc/>
    internal override string? Settings => _own.Settings + string.Concat(headWeights.Select(weight => FormattableString.Invariant($", head {weight:R}")));

    /// <inheritdoc/>
    public override nn.Module Network => network;

    /// <inheritdoc/>
    public override Tensor TrainingLoss(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        var scores = outputs(batch.Inputs);
        var total = _loss.Compute(scores[0], batch.Targets, batch.Weights);
        foreach (var (weight, head) in headWeights.Zip(scores.Skip(1)))
            total = total.add(_loss.Compute(head, batch.Targets, batch.Weights), alpha: Number(weight));
        return total.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override (Tensor Loss, Tensor Output) Validate(Batch batch) => _own.Validate(batch);
}
