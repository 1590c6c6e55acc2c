using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>How a <see cref="Descent"/> ended.</summary>
public enum DescentEnd
{
    /// <summary>All evaluations were done.</summary>
    Finished,

    /// <summary>No step leads to less loss.</summary>
    Converged,

    /// <summary>The user stopped it.</summary>
    Stopped,

    /// <summary>The loss was never finite: the image, the network or a weight is not.</summary>
    NotFinite,
}

/// <summary>A saved <see cref="Descent"/>; owns its tensors.</summary>
/// <param name="Image">The image as it was.</param>
/// <param name="Best">The best one.</param>
/// <param name="BestLoss">Its loss.</param>
/// <param name="Losses">Of each evaluation.</param>
/// <param name="Counts">What decides when it goes back.</param>
/// <param name="Optimizer">The optimizer's state.</param>
public sealed record DescentState(
    Tensor Image, Tensor Best, LossParts BestLoss, IReadOnlyList<LossParts> Losses, DescentCounts Counts, StateDict Optimizer) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Image.Dispose();
        Best.Dispose();
        Optimizer.Dispose();
    }
}

/// <summary>What decides when a <see cref="Descent"/> goes back to its best image; counts of evaluations but for the first and the last.</summary>
/// <param name="Recoveries">How often it went back.</param>
/// <param name="SinceBest">Since the loss last fell markedly.</param>
/// <param name="BestAt">At the best image.</param>
/// <param name="BestAtRecovery">At the image that it last went back to; -1 before.</param>
/// <param name="IsEvaluated">Whether the last loss is the image's: not so where it has just gone back.</param>
public readonly record struct DescentCounts(int Recoveries, int SinceBest, int BestAt, int BestAtRecovery, bool IsEvaluated);
