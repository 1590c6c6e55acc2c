using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>From small to large: large strokes are found where they are cheap, fine ones are added where they show.</summary>
/// <remarks>After Gatys et al., "Controlling Perceptual Factors in Neural Style Transfer", 2017, section 6.</remarks>
public static class Pyramid
{
    /// <summary>
    /// Minimizes any objective over an image, from small to large: with previews, progress, checkpoints to resume from to the bit, stopping,
    /// and recovery from losses that are not finite.
    /// </summary>
    /// <param name="start">The first image, [1,3,H,W] in [0,1]; the result has its proportions.</param>
    /// <param name="objectiveAt">Makes the objective for an image of that height and width; it is disposed before the next size.</param>
    /// <param name="request">Size, evaluations, levels and optimizer count; the defaults where null.</param>
    /// <param name="callbacks">Progress, previews, checkpoints.</param>
    /// <param name="resume">Where an earlier run with the same start, request and objective was stopped.</param>
    /// <param name="identity">Text that changes with whatever else the objective depends on; checkpoints of another one are refused. Empty by default.</param>
    /// <param name="stop">Ends the run after the current evaluation, with the best image so far.</param>
    /// <exception cref="StylizationException">A setting is out of its range, the checkpoint is of another run, or the loss was never finite.</exception>
    public static StylizationResult Run(
        Tensor start, Func<int, int, IObjective> objectiveAt, StylizationRequest? request = null, StylizationCallbacks? callbacks = null,
        StylizationCheckpoint? resume = null, string identity = "", CancellationToken stop = default)
    {
        request ??= new();
        if (start.shape is not [1, 3, > 0, > 0])
            throw new ShapeException("[1,3,H,W]", start.shape);
        if (StylizationSchema.Default.Violations(request) is [var sentence, ..])
            throw new StylizationException(sentence);
        (int Height, int Width) SizeAt(PyramidLevel level)
        {
            var factor = (double)level.LongSide / Math.Max(start.shape[2], start.shape[3]);
            return ((int)Math.Max(1, Math.Round(start.shape[2] * factor)), (int)Math.Max(1, Math.Round(start.shape[3] * factor)));
        }
        var task = new PyramidTask(request.Plan(), SizeAt, start, level => objectiveAt(SizeAt(level).Height, SizeAt(level).Width), () => Optimizer(request))
        {
            Fingerprint = () => StylizationFingerprint.Compute(identity, request, [start]),
        };
        return new PyramidRun(task, callbacks ?? new(), resume, stop).Run();
    }

    /// <summary>A new optimizer, as the request asks for it.</summary>
    internal static ImageOptimizer Optimizer(StylizationRequest request) => request.Optimizer switch
    {
        OptimizerKind.Adam => new Adam { LearningRate = request.LearningRate ?? 0.02 },
        _ => new LBfgs { LearningRate = request.LearningRate ?? 1, HistorySize = request.HistorySize, LineSearch = request.LineSearch },
    };
}
