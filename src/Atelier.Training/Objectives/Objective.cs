using Atelier.Data;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>
/// What is learned: how a network and a batch become a loss. <see cref="Classification"/> is the usual one; a network with
/// several outputs, or with a teacher, gets an objective of its own.
/// </summary>
public abstract class Objective
{
    /// <summary>The network whose parameters are trained; it stays the caller's.</summary>
    public abstract nn.Module Network { get; }

    /// <summary>The loss to be made smaller, the network being in training mode.</summary>
    /// <param name="batch">On the network's device.</param>
    /// <returns>A scalar with a graph behind it, in the caller's dispose scope.</returns>
    public abstract Tensor TrainingLoss(Batch batch);

    /// <summary>The loss to report and the outputs to score, the network being in evaluation mode.</summary>
    /// <param name="batch">On the network's device.</param>
    /// <returns>A scalar, and outputs as metrics take them; both in the caller's dispose scope.</returns>
    public abstract (Tensor Loss, Tensor Output) Validate(Batch batch);
}

/// <summary>How good a network is on a data set.</summary>
/// <param name="Loss">Mean over the samples.</param>
/// <param name="Metrics">By name.</param>
public sealed record Evaluation(double Loss, IReadOnlyDictionary<string, double> Metrics)
{
    /// <summary>What stands where nothing was evaluated.</summary>
    public static Evaluation None { get; } = new(double.NaN, new Dictionary<string, double>(StringComparer.Ordinal));
}
