using Atelier.Data;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>One class for each input, from logits.</summary>
/// <param name="network">[N,...] to logits [N,C]; it stays the caller's.</param>
/// <param name="loss">Trained with; cross-entropy where none is given. Validation reports plain cross-entropy, so that runs
/// with label smoothing or mixup can be compared with runs without.</param>
public sealed class Classification(nn.Module<Tensor, Tensor> network, Loss? loss = null) : Objective
{
    private readonly Loss _loss = loss ?? new CrossEntropy();
    private readonly CrossEntropy _plain = new();

    /// <summary>The objective of a network with auxiliary heads, or without.</summary>
    /// <param name="network">As above.</param>
    /// <param name="auxiliary">Null where there are no heads.</param>
    /// <param name="loss">As above.</param>
    public static Objective For(nn.Module<Tensor, Tensor> network, AuxiliaryScores? auxiliary, Loss? loss = null) =>
        auxiliary is null ? new Classification(network, loss) : new AuxiliaryClassification(network, auxiliary, loss);

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

/// <summary>One class for each input, trained with auxiliary heads: loss + sum of weight x the head's loss. Validation has the network's own output alone.</summary>
/// <remarks>Szegedy et al., "Going Deeper with Convolutions", 2015: 0.3 for each of GoogLeNet's two heads; torchvision: 0.4 for Inception v3's.</remarks>
/// <param name="network">[N,...] to logits [N,C]; it stays the caller's.</param>
/// <param name="auxiliary">All its outputs.</param>
/// <param name="loss">As for <see cref="Classification"/>.</param>
internal sealed class AuxiliaryClassification(nn.Module<Tensor, Tensor> network, AuxiliaryScores auxiliary, Loss? loss = null) : Objective
{
    private readonly Loss _loss = loss ?? new CrossEntropy();
    private readonly Classification _own = new(network, loss);

    /// <inheritdoc/>
    public override nn.Module Network => network;

    /// <inheritdoc/>
    public override Tensor TrainingLoss(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        var scores = auxiliary.Of(batch.Inputs);
        var total = _loss.Compute(scores[0], batch.Targets, batch.Weights);
        foreach (var (weight, head) in auxiliary.Weights.Zip(scores.Skip(1)))
            total = total.add(_loss.Compute(head, batch.Targets, batch.Weights), alpha: weight);
        return total.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override (Tensor Loss, Tensor Output) Validate(Batch batch) => _own.Validate(batch);
}

/// <summary>The outputs of a network with auxiliary heads.</summary>
/// <param name="Of">[N,...] to logits [N,C] each: the network's own first, then the heads'.</param>
/// <param name="Weights">How much each head's loss counts beside the network's own.</param>
public sealed record AuxiliaryScores(Func<Tensor, IReadOnlyList<Tensor>> Of, IReadOnlyList<double> Weights);
