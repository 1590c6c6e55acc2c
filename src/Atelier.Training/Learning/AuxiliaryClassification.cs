using Atelier.Data;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>One class for each input, trained with auxiliary heads: loss + sum of weight x the head's loss. Validation has the network's own output alone.</summary>
/// <remarks>Szegedy et al., "Going Deeper with Convolutions", 2015: 0.3 for each of GoogLeNet's two heads; torchvision: 0.4 for Inception v3's.</remarks>
/// <param name="network">[N,...] to logits [N,C]; it stays the caller's.</param>
/// <param name="auxiliary">All its outputs.</param>
/// <param name="loss">As for <see cref="Classification"/>.</param>
public sealed class AuxiliaryClassification(nn.Module<Tensor, Tensor> network, AuxiliaryScores auxiliary, Loss? loss = null) : Objective
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
