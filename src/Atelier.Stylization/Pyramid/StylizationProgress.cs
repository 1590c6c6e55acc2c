using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>How far a stylization is, after each evaluation.</summary>
/// <param name="Evaluation">Evaluations done, from 1.</param>
/// <param name="Evaluations">Evaluations in all.</param>
/// <param name="Part">Share of the whole work, 0 to 1: an evaluation counts by its pixels.</param>
/// <param name="Losses">At this evaluation.</param>
/// <param name="Level">The size of the pyramid, from 0.</param>
/// <param name="Height">Of the image at this size of the pyramid.</param>
/// <param name="Width">Likewise.</param>
/// <param name="Recoveries">How often the optimization had to go back to its best image so far.</param>
public sealed record StylizationProgress(
    int Evaluation, int Evaluations, double Part, LossParts Losses, int Level, int Height, int Width, int Recoveries)
{
    /// <summary>What the recipe prints here: a line after each 100th evaluation of <see cref="Recipe.Lesson13"/>, else null.</summary>
    public string? Line { get; init; }
}

/// <summary>Ways to look on while a stylization runs; all are called on the thread that runs it.</summary>
public sealed record StylizationCallbacks
{
    /// <summary>Before the first evaluation, with what will be done.</summary>
    public Action<StylizationPlan>? Planned { get; init; }

    /// <summary>After each evaluation.</summary>
    public IProgress<StylizationProgress>? Progress { get; init; }

    /// <summary>At the multiples of <see cref="Every"/>, or the end of the iteration that passes one, with the best image so far, [1,3,h,w] in [0,1], which is disposed afterwards.</summary>
    public Action<StylizationProgress, Tensor>? Preview { get; init; }

    /// <summary>How often <see cref="Preview"/> and <see cref="Checkpoint"/> are called, in evaluations; 50 by default.</summary>
    public int Every { get; init => field = Require.Positive(value); } = 50;

    /// <summary>Decides between iterations whether a preview is due, for those who go by the clock; null, the default, for <see cref="Every"/>.</summary>
    public Func<bool>? IsPreviewDue { get; init; }

    /// <summary>Likewise for a checkpoint.</summary>
    public Func<bool>? IsCheckpointDue { get; init; }

    /// <summary>Likewise, and when stopped, with all that is needed to continue, which can be saved until the callback returns.</summary>
    public Action<StylizationCheckpoint>? Checkpoint { get; init; }
}

/// <summary>What came of a stylization; owns the image.</summary>
/// <param name="Image">[1,3,H,W] in [0,1].</param>
/// <param name="Losses">Of the image, at the last size that was reached.</param>
/// <param name="History">The loss of each evaluation, over all sizes.</param>
/// <param name="End">Finished, ended before its time as nothing more could be done or seen, or stopped.</param>
/// <param name="Recoveries">How often the optimization had to go back to its best image.</param>
/// <param name="Elapsed">From the first feature to the last.</param>
public sealed record StylizationResult(
    Tensor Image, LossParts Losses, IReadOnlyList<LossParts> History, DescentEnd End, int Recoveries, TimeSpan Elapsed) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Image.Dispose();
}
