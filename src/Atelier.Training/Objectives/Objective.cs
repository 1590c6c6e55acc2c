using Atelier.Data;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>
/// What is learned: how a network and a batch become a loss. Classification is the usual one; a network with a teacher, or one
/// that regresses, has an objective that you derive from this.
/// </summary>
public abstract class Objective
{
    /// <summary>One class for each input, from logits.</summary>
    /// <param name="network">[N,...] to logits [N,C]; it remains the caller's.</param>
    /// <param name="loss">Minimized in training; cross-entropy if null. Validation reports plain cross-entropy, so that runs with and
    /// without label smoothing or mixup can be compared.</param>
    public static Objective Classification(nn.Module<Tensor, Tensor> network, Loss? loss = null) => new Classification(network, loss);

    /// <summary>
    /// One class for each input, trained with auxiliary heads: loss + the sum of weight times each head's loss. Validation looks at the
    /// network's own output alone.
    /// </summary>
    /// <param name="network">[N,...] to logits [N,C]; it remains the caller's.</param>
    /// <param name="outputs">[N,...] to logits [N,C] each: the network's own first, then those of the heads.</param>
    /// <param name="headWeights">How much each head's loss counts beside the network's own; empty for a network without heads.</param>
    /// <param name="loss">As for a network without heads.</param>
    /// <remarks>Szegedy et al., "Going Deeper with Convolutions", 2015: 0.3 for each of GoogLeNet's two heads; torchvision: 0.4 for Inception v3's.</remarks>
    public static Objective Classification(
        nn.Module<Tensor, Tensor> network, Func<Tensor, IReadOnlyList<Tensor>> outputs, IReadOnlyList<double> headWeights, Loss? loss = null)
    {
        ArgumentNullException.ThrowIfNull(headWeights);
        return headWeights.Count == 0 ? new Classification(network, loss) : new AuxiliaryClassification(network, outputs, headWeights, loss);
    }

    /// <summary>What a resumed run must have in common, in words; null for nothing.</summary>
    internal virtual string? Settings => null;

    /// <summary>The network whose parameters are trained; it remains the caller's.</summary>
    public abstract nn.Module Network { get; }

    /// <summary>The loss to minimize, with the network in training mode.</summary>
    /// <param name="batch">On the network's device.</param>
    /// <returns>A scalar with its graph, in the caller's dispose scope.</returns>
    public abstract Tensor TrainingLoss(Batch batch);

    /// <summary>The loss to report and the outputs to score, with the network in evaluation mode.</summary>
    /// <param name="batch">On the network's device.</param>
    /// <returns>A scalar, and outputs as metrics take them; both in the caller's dispose scope.</returns>
    public abstract (Tensor Loss, Tensor Output) Validate(Batch batch);
}

/// <summary>How good a network is on a data set.</summary>
/// <param name="Loss">Mean over the samples.</param>
/// <param name="Metrics">By name.</param>
public sealed record Evaluation(double Loss, IReadOnlyDictionary<string, double> Metrics)
{
    /// <summary>The value where nothing was evaluated.</summary>
    public static Evaluation None { get; } = new(double.NaN, new Dictionary<string, double>(StringComparer.Ordinal));
}
