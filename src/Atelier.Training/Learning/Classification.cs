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
